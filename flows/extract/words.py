"""Words that the rules for speakers look at: titles, pronouns, nouns for the unnamed."""

from __future__ import annotations

import re

from flows.text import word_set

HEADS = word_set(
    """
    admiral adviser advisor ambassador analyst archbishop attorney author ayatollah
    candidate chair chairman chairwoman chancellor chief colonel commander commissioner
    congressman congresswoman coordinator counsel deputy dictator diplomat director dr economist
    emir envoy gen general gov governor head historian judge king lawmaker leader
    mayor minister mr mrs ms negotiator nominee pope premier president president-elect
    prince professor rep representative secretary sen senator sir speaker spokesman spokesperson
    spokeswoman strategist strongman sultan
    """
)
NOT_A_NAME = word_set(
    """
    a abc according act adm administration admiral adviser advisor affairs afp africa african after
    agency agreement agriculture air airport all alliance also although ambassador america american
    americans amid among an and another april army as asia asian asked assembly associated
    association at august ayatollah bank base bay bbc because before beijing berlin besides bill
    bloomberg both britain british brussels budget but by camp capitol captain cbs center central
    centre chairman chancellor chief chiefs china chinese christmas city cnn col cold college
    colonel commander commerce commission commissioner committee communications conference congress
    congressman congresswoman consulate corps council councillor councilor county court culture dame
    day deal december defence defense democrat democratic democrats department deputy despite
    development director district dr during each earlier east easter eastern economic economy
    education either embassy emir energy environment envoy eu europe european eve even every
    facebook february federal finance first following for force foreign forum foundation fox france
    french friday from front gen general geneva german germany given gov government governor group
    guard guardian guards gulf he health hence her here hill his homeland hotel house housing how
    however i if immigration in indeed india industry instead institute intelligence interfax
    interior international into investment iran iranian islamic island islands israel israeli it
    january japan joint journal judge july june just justice kiev king kingdom korea korean kremlin
    kyiv labor labour last later law leader league like london lord lt majority many march marshal
    meanwhile middle migration military minister ministries ministry minority monday more moscow
    most mountain mr mrs ms mullah must my national nations nato navy nbc neither new news next no
    nor north northern not nothing november now nuclear ocean october of office oil on once one only
    or organisation organization other others our oval over pakistan palace paris parliament party
    pentagon people perhaps petroleum planning policy pope post premier president press prime prince
    prof program programme project province queen ramadan read recently reconstruction region
    related rep replay representative representatives republic republican republicans reuters
    revolutionary ria river russia russian saturday school science sea second secretary security sen
    senate senator september service services she sheikh since sir so some south southern speaker
    speaking spokesman spokesperson spokeswoman square staff state states still stream street such
    sultan summit sunday supreme swift syria syrian tass technology tehran telecommunications that
    the their then there these they this those though thursday thus times to today tomorrow tonight
    tourism tower trade transport transportation treasury treaty tuesday turkey turkish twitter uk
    ukraine ukrainian un under union united university unless unlike until us usa veterans vice
    video videos vienna wall war washington watched we wednesday welfare well west western what when
    whether while whip white who why with without world year yes yesterday yet york you
    """
)
FAMILY_FIRST = word_set(
    """
    ahn aung ban chen cho choe choi chung deng geng han hong hu hua hun hwang jang jiang jong
    kang kim lai lee li lim liu lu ma mao moon nguyen oh pak park pham qi qin ri roh shin son
    song suh sun thein tran tsai wang wen wu xi yang yoon yun zhang zhao
    """
)
FEMALE_NAMES = word_set(
    """
    aisha alexandra amy angela anna annalena anne ashley avril ayelet barbara carol caroline
    catherine christine claudia condoleezza cristina deborah delcy diane dianne dilma ebtekar
    ekaterina elena elise elizabeth emily erin fatima federica gina giorgia halla hanan heather
    helen hillary hua irina iryna isabel ivana ivanka jacinda jane janet jean-pierre jen
    jennifer jill julia julie kaja kamala karen karine kate katherine katie kelly kellyanne
    kirsten kristalina laura linda lisa liz lynne madeleine magdalena maia mao margaret
    margarita margot maria marie marina mary marzieh masoumeh megan melania mette michele
    michelle morgan nadia nancy natalia ngozi nikki oksana olga patricia penny priti psaki
    rachel rebecca roberta rosemary rosena salome samantha sanna sarah sophie stephanie susan
    svetlana tammy tatiana theresa tulsi tzipi ursula valentina victoria wendy ylva yolanda
    yulia yvette zuzana
    """
)
PERSON_PRONOUNS = word_set(
    """
    he her hers herself him himself his she
    """
)
OTHER_PRONOUNS = word_set(
    """
    i it its itself me my our their them themselves they us we
    """
)
RELATIVES = word_set(
    """
    that which who whom
    """
)
SPEAKING_THINGS = word_set(
    """
    announcement comment comments communique communiqué declaration document editorial interview
    letter letters memo message note paper post posts proposal readout remarks report resolution
    response speech statement text transcript tweet tweets
    """
)
UNNAMED_NOUNS = re.compile(
    r"\b(?:officials?|sources?|diplomats?|persons?|people|insiders?|aides?|analysts?|experts?"
    r"|observers?|critics|lawmakers|reports?|witness(?:es)?|residents?|someone|others|some|many"
    r"|leaders|politicians|advisers|advisors|supporters|opponents|lawyers|scholars|economists"
    r"|activists|veterans|voters|members|delegates|representatives|negotiators|intermediary)\b",
    re.I,
)
LEADERS = word_set("president premier king leader chancellor emir prince sultan dictator")
IN_TITLES = word_set(
    """
    of for to foreign national security press deputy vice former acting defense defence prime state
    senior trade finance policy presidential military supreme special top then chief interior
    opposition nuclear treasury affairs majority minority party secretary-general general
    agriculture budget commerce communications councilor councillor culture development economy
    education environment health housing immigration industry investment justice labor labour
    migration oil petroleum planning reconstruction science technology telecommunications tourism
    transport transportation veterans welfare
    """
)
SMALL_WORDS = word_set(
    """
    a an the of to in on at by for with from and or but nor as is are was were be been it its this
    that these those he she they we i you his her their our my your not no so if do does did has
    have had will would can could than then there here who which what when very too more most
    """
)
