/**
 * Countries of ISO 3166-1, and Kosovo: alpha-2 code, alpha-3 code, English name, other names.
 *
 * Written by scripts/places.ts. Do not edit. Made from:
 * - iso-3166@4.4.0 (MIT)
 * - cldr-localenames-full@48.2.0 (Unicode-3.0)
 * - i18n-iso-countries@7.14.0 (MIT)
 * - cldr-core@48.2.0 (Unicode-3.0)
 */
export const COUNTRIES = `
AD|AND|Andorra
AE|ARE|United Arab Emirates|UAE|الإمارات العربية المتحدة
AF|AFG|Afghanistan|افغانستان|Owganystan|Afgʻoniston
AG|ATG|Antigua & Barbuda
AI|AIA|Anguilla
AL|ALB|Albania|Shqipëri
AM|ARM|Armenia|Հայաստան
AO|AGO|Angola
AQ|ATA|Antarctica
AR|ARG|Argentina
AS|ASM|American Samoa
AT|AUT|Austria|Österreich|Austrija|Ausztria|Avstrija
AU|AUS|Australia
AW|ABW|Aruba
AX|ALA|Åland Islands|Åland
AZ|AZE|Azerbaijan|Azərbaycan|Азәрбајҹан
BA|BIH|Bosnia & Herzegovina|Bosna i Hercegovina|Босна и Херцеговина|Bosnia
BB|BRB|Barbados
BD|BGD|Bangladesh|বাংলাদেশ
BE|BEL|Belgium|Belgien|Belgique|België|Koninkrijk België
BF|BFA|Burkina Faso
BG|BGR|Bulgaria|България
BH|BHR|Bahrain|البحرين
BI|BDI|Burundi|Uburundi
BJ|BEN|Benin
BL|BLM|St. Barthélemy
BM|BMU|Bermuda
BN|BRN|Brunei|Brunei Darussalam
BO|BOL|Bolivia|Bolivia, Plurinational State of
BQ|BES|Caribbean Netherlands|Bonaire, Sint Eustatius and Saba|Caribisch Nederland|Bonaire, Sint Eustatius en Saba
BR|BRA|Brazil|Brasil|Brazile
BS|BHS|Bahamas
BT|BTN|Bhutan|འབྲུག
BV|BVT|Bouvet Island
BW|BWA|Botswana
BY|BLR|Belarus|Беларусь
BZ|BLZ|Belize
CA|CAN|Canada
CC|CCK|Cocos (Keeling) Islands
CD|COD|Congo - Kinshasa|Congo, Democratic Republic of the|Congo (DRC)|Democratic Republic of the Congo|Congo (RDC)|République démocratique du Congo|Republíki ya Kongó Demokratíki|Kongo - Kinshasa|Kongo (DRC)|Kongo, Jamhuri ya Kidemokrasia|DR Congo
CF|CAF|Central African Republic|République centrafricaine|Ködörösêse tî Bêafrîka
CG|COG|Congo - Brazzaville|Congo|Congo (Republic)|Republic of the Congo|République du Congo
CH|CHE|Switzerland|Schweiz|Suisse|Schwiiz|Svizzera|Svizra
CI|CIV|Côte d’Ivoire|Ivory Coast|République de Côte d’Ivoire
CK|COK|Cook Islands
CL|CHL|Chile
CM|CMR|Cameroon|Cameroun
CN|CHN|China|People's Republic of China|རྒྱ་ནག|중국|Хятад|جۇڭگو|Cunghgoz|中国
CO|COL|Colombia
CR|CRI|Costa Rica
CU|CUB|Cuba
CV|CPV|Cape Verde|Cabo Verde
CW|CUW|Curaçao|Kòrsou
CX|CXR|Christmas Island
CY|CYP|Cyprus|Κύπρος|Kıbrıs|Güney Kıbrıs Rum Kesimi
CZ|CZE|Czechia|Czech Republic|Česko|Česká republika
DE|DEU|Germany|Deutschland
DJ|DJI|Djibouti|جيبوتي
DK|DNK|Denmark|Danmark|Dänemark
DM|DMA|Dominica
DO|DOM|Dominican Republic|República Dominicana
DZ|DZA|Algeria|الجزائر|Algérie
EC|ECU|Ecuador
EE|EST|Estonia|Eesti
EG|EGY|Egypt|مصر
EH|ESH|Western Sahara|الصحراء الغربية
ER|ERI|Eritrea|إريتريا|ኤርትራ
ES|ESP|Spain|España|Espanya|Espainia|Espanha
ET|ETH|Ethiopia|ኢትዮጵያ
FI|FIN|Finland|Suomi
FJ|FJI|Fiji
FK|FLK|Falkland Islands|Falkland Islands (Malvinas)|Falkland Islands (Islas Malvinas)
FM|FSM|Micronesia|Micronesia, Federated States of
FO|FRO|Faroe Islands|Føroyar
FR|FRA|France
GA|GAB|Gabon
GB|GBR|United Kingdom|United Kingdom of Great Britain and Northern Ireland|Great Britain|Y Deyrnas Unedig|Prydain Fawr|an Ríocht Aontaithe|An Bhreatain Mhór|An Rìoghachd Aonaichte|England|Scotland|Wales|Northern Ireland|Britain|U.K.
GD|GRD|Grenada
GE|GEO|Georgia|საქართველო|Гуырдзыстон
GF|GUF|French Guiana|Guyane française
GG|GGY|Guernsey
GH|GHA|Ghana|Gaana|Ghana nutome
GI|GIB|Gibraltar
GL|GRL|Greenland|Kalaallit Nunaat
GM|GMB|Gambia|Republic of The Gambia
GN|GIN|Guinea|Guinée
GP|GLP|Guadeloupe
GQ|GNQ|Equatorial Guinea|Guinea Ecuatorial|Guinée équatoriale|Guiné Equatorial
GR|GRC|Greece|Ελλάδα
GS|SGS|South Georgia & South Sandwich Islands|South Georgia and the South Sandwich Islands
GT|GTM|Guatemala
GU|GUM|Guam
GW|GNB|Guinea-Bissau|Guiné-Bissau
GY|GUY|Guyana
HK|HKG|Hong Kong SAR China|Hong Kong|中国香港特别行政区|香港|中國香港特別行政區
HM|HMD|Heard & McDonald Islands|Heard Island and McDonald Islands
HN|HND|Honduras
HR|HRV|Croatia|Hrvatska|Croazia|Croasia
HT|HTI|Haiti
HU|HUN|Hungary|Magyarország
ID|IDN|Indonesia
IE|IRL|Ireland|Éire|Republic of Ireland
IL|ISR|Israel|إسرائيل|ישראל
IM|IMN|Isle of Man|Ellan Vannin
IN|IND|India|ভাৰত|ভারত|ભારત|भारत|ಭಾರತ|ہِندوستان|ഇന്ത്യ|ଭାରତ|ਭਾਰਤ|भारतः|ᱤᱱᱰᱤᱭᱟ|ڀارت|இந்தியா|భారతదేశం|بھارت|انڈیا
IO|IOT|British Indian Ocean Territory
IQ|IRQ|Iraq|العراق|عێراق
IR|IRN|Iran|Iran, Islamic Republic of|Islamic Republic of Iran|ایران
IS|ISL|Iceland|Ísland
IT|ITA|Italy|Italie|Italia
JE|JEY|Jersey
JM|JAM|Jamaica
JO|JOR|Jordan|الأردن
JP|JPN|Japan|日本
KE|KEN|Kenya
KG|KGZ|Kyrgyzstan|Кыргызстан|Киргизия
KH|KHM|Cambodia|កម្ពុជា
KI|KIR|Kiribati
KM|COM|Comoros|جزر القمر|Comores
KN|KNA|St. Kitts & Nevis
KP|PRK|North Korea|Korea, Democratic People's Republic of|북한
KR|KOR|South Korea|Korea, Republic of|Republic of Korea|대한민국|한국
KW|KWT|Kuwait|الكويت
KY|CYM|Cayman Islands
KZ|KAZ|Kazakhstan|Қазақстан|Казахстан
LA|LAO|Laos|Lao People's Democratic Republic|ລາວ
LB|LBN|Lebanon|لبنان
LC|LCA|St. Lucia
LI|LIE|Liechtenstein|Liächteschtäi
LK|LKA|Sri Lanka|ශ්‍රී ලංකාව|இலங்கை
LR|LBR|Liberia
LS|LSO|Lesotho
LT|LTU|Lithuania|Lietuva
LU|LUX|Luxembourg|Luxemburg|Lëtzebuerg
LV|LVA|Latvia|Latvija
LY|LBY|Libya|ليبيا
MA|MAR|Morocco|المغرب|Maroc|Meṛṛuk
MC|MCO|Monaco
MD|MDA|Moldova|Moldova, Republic of|Republica Moldova
ME|MNE|Montenegro|Црна Гора|Crna Gora
MF|MAF|St. Martin|Saint Martin (French part)|Saint-Martin (partie française)
MG|MDG|Madagascar|Madagasikara
MH|MHL|Marshall Islands
MK|MKD|North Macedonia|The Republic of North Macedonia|Северна Македонија|Maqedonia e Veriut|Maqedoni|Macedonia
ML|MLI|Mali
MM|MMR|Myanmar (Burma)|Myanmar|မြန်မာ|Burma
MN|MNG|Mongolia|Монгол
MO|MAC|Macao SAR China|Macao|Macau, RAE da China|Macau|中國澳門特別行政區|中国澳门特别行政区|澳门
MP|MNP|Northern Mariana Islands
MQ|MTQ|Martinique
MR|MRT|Mauritania|موريتانيا
MS|MSR|Montserrat
MT|MLT|Malta
MU|MUS|Mauritius|Maurice
MV|MDV|Maldives|މާލީ
MW|MWI|Malawi
MX|MEX|Mexico
MY|MYS|Malaysia
MZ|MOZ|Mozambique|Moçambique
NA|NAM|Namibia
NC|NCL|New Caledonia|Nouvelle-Calédonie
NE|NER|Niger
NF|NFK|Norfolk Island
NG|NGA|Nigeria|Nàìjíríà
NI|NIC|Nicaragua
NL|NLD|Netherlands|Netherlands, Kingdom of the|Nederlân|Nederland|Koninkrijk der Nederlanden|Holland
NO|NOR|Norway|Norge|Noreg|Norga
NP|NPL|Nepal|नेपाल
NR|NRU|Nauru
NU|NIU|Niue
NZ|NZL|New Zealand|Aotearoa New Zealand|Aotearoa
OM|OMN|Oman|عُمان
PA|PAN|Panama
PE|PER|Peru
PF|PYF|French Polynesia|Polynésie française
PG|PNG|Papua New Guinea|Papua Niugini
PH|PHL|Philippines|Pilipinas
PK|PAK|Pakistan|پاکستان
PL|POL|Poland|Polen|Lenkija|Polska
PM|SPM|St. Pierre & Miquelon|Saint-Pierre-et-Miquelon
PN|PCN|Pitcairn Islands|Pitcairn
PR|PRI|Puerto Rico
PS|PSE|Palestinian Territories|Palestine, State of|State of Palestine|Palestine|الأراضي الفلسطينية|فلسطين
PT|PRT|Portugal
PW|PLW|Palau
PY|PRY|Paraguay
QA|QAT|Qatar|قطر
RE|REU|Réunion|La Réunion
RO|ROU|Romania
RS|SRB|Serbia|Srbija|Szerbia|Srbsko|Србија|Сербія
RU|RUS|Russia|Russian Federation|Rusiya|Русија|Рәсәй|Ород Улас|Росси|Россия|Российская Федерация|Арассыыйа|Россия Федерациязы
RW|RWA|Rwanda|U Rwanda
SA|SAU|Saudi Arabia|المملكة العربية السعودية|السعودية
SB|SLB|Solomon Islands
SC|SYC|Seychelles
SD|SDN|Sudan|السودان
SE|SWE|Sweden|Ruotsi|Sverige
SG|SGP|Singapore|Singapura|சிங்கப்பூர்|新加坡
SH|SHN|St. Helena|Saint Helena, Ascension and Tristan da Cunha
SI|SVN|Slovenia|Slovenija|Zlovenia
SJ|SJM|Svalbard & Jan Mayen|Svalbard og Jan Mayen
SK|SVK|Slovakia|Slovensko
SL|SLE|Sierra Leone
SM|SMR|San Marino
SN|SEN|Senegal|Senegaal
SO|SOM|Somalia|الصومال|Soomaaliya
SR|SUR|Suriname|Republiek Suriname
SS|SSD|South Sudan
ST|STP|São Tomé & Príncipe|São Tomé e Príncipe
SV|SLV|El Salvador
SX|SXM|Sint Maarten|Sint Maarten (Dutch part)|Sint Maarten (Nederlands deel)|Land Sint Maarten
SY|SYR|Syria|Syrian Arab Republic|سوريا
SZ|SWZ|Eswatini|Swaziland
TC|TCA|Turks & Caicos Islands
TD|TCD|Chad|تشاد|Tchad
TF|ATF|French Southern Territories
TG|TGO|Togo
TH|THA|Thailand|ไทย
TJ|TJK|Tajikistan|Тоҷикистон
TK|TKL|Tokelau
TL|TLS|Timor-Leste|East Timor|República Democrática de Timor-Leste
TM|TKM|Turkmenistan
TN|TUN|Tunisia|تونس|Tunisie
TO|TON|Tonga
TR|TUR|Türkiye|Turkey
TT|TTO|Trinidad & Tobago
TV|TUV|Tuvalu
TW|TWN|Taiwan|Taiwan, Province of China|台湾|中国台湾省|台灣
TZ|TZA|Tanzania|Tanzania, United Republic of|United Republic of Tanzania|Tanzania, Jamhuri ya Muungano
UA|UKR|Ukraine|Украина|Україна
UG|UGA|Uganda
UM|UMI|U.S. Outlying Islands|United States Minor Outlying Islands
US|USA|United States|United States of America|USA|U.S.|Estados Unidos|ʻAmelika Hui Pū ʻIa|America
UY|URY|Uruguay
UZ|UZB|Uzbekistan|Oʻzbekiston|Ўзбекистон
VA|VAT|Vatican City|Holy See|Holy See (Vatican City State)|Città del Vaticano|Vatican
VC|VCT|St. Vincent & Grenadines|Saint Vincent and the Grenadines
VE|VEN|Venezuela|Venezuela, Bolivarian Republic of
VG|VGB|British Virgin Islands|Virgin Islands (British)
VI|VIR|U.S. Virgin Islands|Virgin Islands (U.S.)
VN|VNM|Vietnam|Viet Nam
VU|VUT|Vanuatu
WF|WLF|Wallis & Futuna|Wallis-et-Futuna
WS|WSM|Samoa
XK|XKX|Kosovo|Kosovë|Косово|Kosova
YE|YEM|Yemen|اليمن
YT|MYT|Mayotte
ZA|ZAF|South Africa|Suid-Afrika|Afrika Borwa|Aforika Borwa|EMzantsi Afrika|iNingizimu Afrika
ZM|ZMB|Zambia
ZW|ZWE|Zimbabwe
`;
