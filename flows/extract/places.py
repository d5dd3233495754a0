"""States by name, adjective and capital, as the rules for titles need them.

In comes a word, out comes the state that it stands for. Only what helps to match "the Ukrainian
leader" with "President of Ukraine"; actors and aliases proper are an analyst's table.
"""

from __future__ import annotations

import re

STATES = {
    "us": "us usa u.s. u.s.a. american americans america washington united_states",
    "uk": "uk u.k. british britain london english england united_kingdom",
    "eu": "eu e.u. european europeans europe brussels european_union",
    "un": "un u.n. united_nations",
    "north korea": "north_korea north_korean north_koreans pyongyang dprk",
    "south korea": "south_korea south_korean south_koreans seoul",
    "russia": "russia russian russians moscow kremlin",
    "ukraine": "ukraine ukrainian ukrainians kyiv kiev",
    "china": "china chinese beijing",
    "iran": "iran iranian iranians tehran",
    "israel": "israel israeli israelis",
    "palestine": "palestine palestinian palestinians",
    "turkey": "turkey turkish turks ankara turkiye türkiye",
    "syria": "syria syrian syrians damascus",
    "germany": "germany german germans berlin",
    "france": "france french paris",
    "italy": "italy italian italians rome",
    "spain": "spain spanish madrid",
    "poland": "poland polish poles warsaw",
    "hungary": "hungary hungarian hungarians budapest",
    "czechia": "czech czechia czechs prague czech_republic",
    "slovakia": "slovakia slovak bratislava",
    "austria": "austria austrian austrians vienna",
    "switzerland": "switzerland swiss bern",
    "sweden": "sweden swedish swedes stockholm",
    "norway": "norway norwegian norwegians oslo",
    "finland": "finland finnish finns helsinki",
    "denmark": "denmark danish danes copenhagen",
    "netherlands": "netherlands dutch holland",
    "belgium": "belgium belgian belgians",
    "estonia": "estonia estonian tallinn",
    "latvia": "latvia latvian riga",
    "lithuania": "lithuania lithuanian vilnius",
    "romania": "romania romanian bucharest",
    "bulgaria": "bulgaria bulgarian sofia",
    "greece": "greece greek greeks athens",
    "serbia": "serbia serbian serbs belgrade",
    "belarus": "belarus belarusian belarusians minsk",
    "moldova": "moldova moldovan chisinau",
    "georgia": "georgian tbilisi",
    "armenia": "armenia armenian armenians yerevan",
    "azerbaijan": "azerbaijan azerbaijani baku",
    "kazakhstan": "kazakhstan kazakh astana",
    "japan": "japan japanese tokyo",
    "india": "india indian indians delhi",
    "pakistan": "pakistan pakistani pakistanis islamabad",
    "afghanistan": "afghanistan afghan afghans kabul",
    "taiwan": "taiwan taiwanese taipei",
    "vietnam": "vietnam vietnamese hanoi",
    "myanmar": "myanmar burmese burma naypyidaw",
    "indonesia": "indonesia indonesian jakarta",
    "philippines": "philippines philippine filipino manila",
    "australia": "australia australian australians canberra",
    "saudi arabia": "saudi saudis riyadh saudi_arabia",
    "qatar": "qatar qatari doha",
    "emirates": "emirati uae abu_dhabi",
    "yemen": "yemen yemeni houthi houthis sanaa",
    "iraq": "iraq iraqi iraqis baghdad",
    "lebanon": "lebanon lebanese beirut hezbollah",
    "egypt": "egypt egyptian egyptians cairo",
    "libya": "libya libyan libyans tripoli",
    "sudan": "sudan sudanese khartoum",
    "ethiopia": "ethiopia ethiopian",
    "mali": "mali malian bamako",
    "niger": "niger nigerien niamey",
    "venezuela": "venezuela venezuelan venezuelans caracas",
    "cuba": "cuba cuban cubans havana",
    "nicaragua": "nicaragua nicaraguan managua",
    "colombia": "colombia colombian bogota",
    "mexico": "mexico mexican mexicans",
    "canada": "canada canadian canadians ottawa",
    "brazil": "brazil brazilian brasilia",
    "nato": "nato",
    "taliban": "taliban",
}
STATE_OF = {
    word.replace("_", " "): state for state, words in STATES.items() for word in words.split()
}
NAMED = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(sorted(map(re.escape, STATE_OF), key=len, reverse=True))
    + r")(?!\w)",
    re.I,
)


def states_in(text: str) -> list[str]:
    """States that a text names, in order, with repetitions."""
    return [STATE_OF[match.group().lower()] for match in NAMED.finditer(text)]
