"""General English words of diplomacy, sanctions and of what is mistaken for them.

Nothing but regular expressions. They are inputs of a trained model, not rules: no single match
decides anything. The terms that decide by themselves are an analyst's, in seeds/topic_terms.csv.
"""

from __future__ import annotations

import re


def _words(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(text.split())})\b".replace("_", " "), re.I)


BROAD = {
    "talks": _words(
        r"talks? talking negotiat\w+ renegotiat\w+ summits?"
        r" (?:phone|telephone|video)_(?:call|conversation)s?"
        r" dialogue diplomatic\w* diplomacy diplomats? meet(?:ing)?s? met_with"
        r" cease-?fires? truce"
        r" peace_(?:deal|plan|process|agreement|accord|talks) nuclear_deal"
        r" consultations? mediat\w+"
        r" security_(?:guarantees?|assurances?) proposals? ultimatum rapprochement"
        r" denucleari[sz]ation"
        r" (?:trade|nuclear|interim|framework|final)_(?:deal|agreement|accord)"
        r" agreement concessions?"
        r" preconditions? bargaining de-?escalat\w+"
    ),
    "sanctions": _words(
        r"sanction\w* embargo\w* asset_freezes? freez\w+_(?:the_)?assets blacklist\w*"
        r" export_(?:controls?|bans?) price_cap swift payment_system"
        r" (?:visa|travel|oil|gas|import)_bans?"
        r" (?:economic|punitive|restrictive|retaliatory)"
        r"_(?:measures?|penalt\w+|costs?|pressure|consequences)"
        r" severe_(?:measures|costs|consequences) ban_on_(?:\w+_)?(?:oil|gas|imports|exports)"
        r" (?:heavy|high|steep)_(?:price|cost)s? economic_warfare nord_stream"
        r" penalt(?:y|ies) penali[sz]\w+ expuls\w+ expel\w* bann(?:ing|ed) trade_bans? waivers?"
        r" oligarchs? blocking blocked freez\w+ frozen financial_system cut(?:ting)?_off"
        r" export_restrictions"
    ),
}
STRONG = {
    "talks": _words(
        r"talks negotiat\w+ summits? dialogue diplomatic diplomacy phone_call"
        r" peace_(?:deal|plan|process|agreement) security_guarantees nuclear_deal"
    ),
    "sanctions": _words(
        r"sanction\w* embargo\w* swift asset_freezes? travel_bans? export_controls?"
    ),
}
AROUND = {
    "talks": _words(
        r"deal discuss\w* conversation engag\w+ agree\w* sides? progress constructive table"
        r" conditions? willing\w* ready path steps? process solution compromise"
        r" visit\w* invit\w*"
        r" envoy delegation\w* met cancel\w* accept direct together peace halt freeze commit\w*"
        r" demand\w* withdraw\w*"
    ),
    "sanctions": _words(
        r"pay_dearly revenge retaliat\w+ righteous price respon\w+ countermeasures?"
        r" consequences?"
        r" costs? crimes? illegal pressure resolution measures? tough decisive\w* punish\w*"
        r" accountable ban(?:s|ned)? exports? assets oil gas banks? economy economic"
    ),
}
DIPLOMACY = _words(
    r"sanction\w* foreign_minist\w+ diploma\w+ embass\w+ ambassador\w* nuclear"
    r" missiles? troops regime"
    r" treat(?:y|ies) peace war military cease-?fire summit bilateral invasion"
    r" militants? kremlin nato"
    r" taliban secretary_of_state security_council trade_war geneva de-?escalat\w+ denuclear\w+"
)
ELSEWHERE = _words(
    r"shares stock merger acqui\w+ takeover shareholders? compan(?:y|ies) firm drugmaker union"
    r" strik(?:e|ers|ing) studios? actors? writers league players? clubs? coach season contract"
    r" manager transfer striker midfielder match bill senate_democrats house_democrats"
    r" spending_package tax_credit debt_(?:ceiling|limit) budget shutdown network"
    r" customers retailer"
    r" nfl nba mlb fifa uefa racing teams? doping athletes? hospital nurses teachers"
    r" workers wages?"
    r" bankruptcy investors? ceo bid buyout buyer tenants lawsuit settlement referee episode"
)
OFFICIAL = _words(
    r"state foreign presidents? ministers? ministry secretary officials? spokes\w+"
    r" government kremlin"
    r" ambassador chancellor senat\w+ leaders? pentagon treasury administration envoy"
    r" white_house"
)
EXPERT = _words(
    r"analysts? professor experts? fellow researcher economist think_tank institute"
    r" director_of author"
    r" historian university critics strategist"
)
MEDIA = _words(
    r"reports? newspaper media times post journal reuters cnn agency tv broadcaster article"
)
THREAT = _words(
    r"threat\w* vow\w* condemn\w* denounc\w* reject\w* demand\w*"
    r" call(?:ed|ing|s)?_(?:for|on) urg\w+"
    r" warn\w* ultimatum insist\w* pledg\w+ promis\w+ announc\w+"
)
UNNAMED_MEASURE = _words(
    r"(?:react|respond|act|answer)\w*(?:_\w+){0,3}"
    r"_(?:decisive|firm|forceful|strong|resolute|swift|severe|harsh|tough)\w*"
    r" (?:decisive|firm|forceful|strong|resolute|swift|severe|harsh|tough|massive|robust|unified)"
    r"_(?:\w+_)?(?:response|reaction|answer|measures|action)"
    r" (?:heavy|heavier|high|higher|steep|steeper|terrible)_price"
    r" (?:pay|pays|paid|paying)(?:_\w+){0,3}_(?:price|dearly)"
    r" h[eo]ld\w*(?:_\w+){0,3}_(?:accountable|to_account)"
    r" impos\w+(?:_\w+){0,2}_costs?"
    r" (?:severe|serious|grave|dire|massive|enormous|swift|devastating|unprecedented)"
    r"_(?:\w+_)?(?:consequences|costs?)"
    r" (?:suffer|face|bear)\w*(?:_\w+){0,3}_consequences"
    r" retaliat\w+ counter-?measures? unanswered unpunished"
)
"""A threat of measures that names none: "react decisively", "a heavy price"."""
VIEW = _words(
    r"want\w* expect\w* hop(?:e|es|ed|ing) believ\w+ think\w* thought fear\w* know\w*"
    r" reali[sz]\w+"
    r" see(?:n|s|ing)? consider\w* decid\w+ plan\w* appears intend\w* prefer\w*"
    r" understand\w* sought seek\w*"
)
FORCE = _words(r"troops invasion invade weapons missiles? attack\w* killed border tests? launch\w*")
MODAL = _words(r"will would could should must shall may might ready willing")
NEGATED = re.compile(r"\b(?:no|not|never|none|without|cannot|refus\w+|reject\w*)\b|n['’]t\b", re.I)
POINTING = re.compile(
    r"^\W*(?:that )?(?:it|this|that|these|those|they|them|there|he|she|we|such)\b", re.I
)
TARIFF = _words(r"tariffs? duties levies")
FIRST_PERSON = _words(r"i we my our me us")
STATE = re.compile(
    r"\b(?:Russia\w*|Moscow|Kremlin|Ukrain\w+|Kyiv|Iran\w*|Tehran|North Korea\w*|South Korea\w*|"
    r"China|Chinese|Beijing|Pyongyang|U\.S\.|USA?|America\w*|Washington|Europe\w*|EU|NATO|"
    r"United (?:States|Nations|Kingdom)|Israel\w*|Taliban|Syria\w*|Turk\w+|German\w*|France|"
    r"French|Brit\w+|UN|U\.N\.)"
)
ABROAD = re.compile(
    r"\b(?:Russia\w*|Moscow|Kremlin|Putin\w*|Ukrain\w+|Kyiv|Kiev|Crimea\w*|Donbas\w*|Iran\w*|"
    r"Tehran|Korean?|Pyongyang|Seoul|China|Chinese|Beijing|Taiwan\w*|Hong Kong|Japan\w*|Tokyo|"
    r"India|Indian|Pakistan\w*|Afghan\w*|Kabul|Taliban|Iraq\w*|Baghdad|Syria\w*|Damascus|Assad\w*|"
    r"Turkey|Turkish|Ankara|Israel\w*|Palestin\w+|Hamas|Hezbollah|Gaza|Lebanon|Lebanese|Saudi\w*|"
    r"Riyadh|Yemen\w*|Houthis?|Qatar\w*|Emirat\w+|Egypt\w*|Cairo|Libya\w*|Sudan\w*|Ethiopia\w*|"
    r"Eritrea\w*|Somali\w*|Nigeria\w*|Mali|Congo\w*|Rwanda\w*|Zimbabwe\w*|Cuba\w*|Havana|"
    r"Venezuela\w*|Maduro|Caracas|Mexic\w+|Canad\w+|Brazil\w*|Colombia\w*|FARC|Nicaragua\w*|"
    r"Britain|British|London|U\.K\.|UK|Brexit|Ireland|Irish|France|French|Paris|German\w*|Berlin|"
    r"Merkel|Italy|Italian|Greece|Greek|Spain|Spanish|Poland|Polish|Hungar\w+|Belarus\w*|Minsk|"
    r"Lukashenko|Georgian|Armenia\w*|Azerbaijan\w*|Serbia\w*|Kosovo|Moldova\w*|Myanmar|Burm\w+|"
    r"Vietnam\w*|Philippin\w+|Indonesia\w*|Australia\w*|Europe\w*|EU|E\.U\.|Brussels|NATO|UN|"
    r"U\.N\.|United (?:Nations|Kingdom)|Security Council|ASEAN|OPEC|IAEA|African Union|G-?[78]|"
    r"G-?20|Geneva|Vienna|foreign minist\w+|bilateral|trilateral|multilateral)\b"
)
"""States, their capitals and what they meet in, but for the United States: in American news, talks
at home are what is mistaken for talks."""
AT_HOME = _words(
    r"congress\w* senate senators? house_speaker republicans? democrat\w* gop lawmakers? bipartisan"
    r" immigra\w+ migrants? border obamacare health insur\w+ medicare medicaid shutdown filibuster"
    r" campaigns? primar(?:y|ies) caucus voters? elections? candidates? nominee debates? guns?"
    r" shootings? police abortion court judges? impeach\w* tax(?:es)? budget spending sequester"
    r" stimulus school students? coronavirus covid\w* pandemic ebola virus vaccin\w+ refugees?"
    r" muslims? church pope bishops? statehood governors? mayors? fox_news cnn msnbc tweets?"
    r" facebook google amazon benghazi irs fbi prosecutors? whistleblow\w+ email\w* pipelines?"
    r" travel_ban"
)
"""What politics at home is about, where deals and negotiations are named as well."""
