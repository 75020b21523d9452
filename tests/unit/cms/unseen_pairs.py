"""Right and wrong translations that were written after the checks, of kinds that they were not made from. Data alone.

Each line of a text is a pair: source, translation; of a wrong one the finding that is due before them.
"""

from __future__ import annotations

RIGHT_TO_CHINESE = """
Il laboratorio conta ventiquattro postazioni e due camere bianche. | 实验室设有24个工位和两间洁净室。
Da gennaio a marzo le candidature sono state 312. | 1月至3月共收到312份申请。
Il treno parte alle 7:45 e arriva a mezzogiorno. | 列车7时45分发车，中午抵达。
Nel 1998 i due atenei firmarono il primo accordo. | 1998年，两所大学签署了首份协议。
L’investimento supera i 3,2 milioni di euro. | 投资额超过320万欧元。
Il 40% dei progetti riguarda l’energia. | 四成项目与能源有关。
Un terzo dei partecipanti viene da Shanghai. | 三分之一的参加者来自上海。
Le iscrizioni chiudono venerdì 12 marzo 2027. | 报名于2027年3月12日（星期五）截止。
«Non abbiamo fretta», dice la direttrice. | “我们不着急。”主任说。
Telefonate al +86 10 8273 1234 in orario d’ufficio. | 请在办公时间致电+86 10 8273 1234。
La scheda è all’indirizzo https://www.example.org/schede?id=7. | 信息表见https://www.example.org/schede?id=7。
Il prof. Zhang Wei insegna a Pechino dal 2009. | 张伟教授自2009年起在北京任教。
Scrivete a ricerca@example.org entro 10 giorni. | 请于10日内致函ricerca@example.org。
La pompa lavora tra −20 e 85 °C. | 水泵的工作温度为−20至85℃。
Si tratta di un sensore da 5 mm. | 这是一款5毫米的传感器。
Il volume costa 25 euro, spedizione esclusa. | 该书售价25欧元，不含运费。
Due persone su tre rispondono entro un giorno. | 三分之二的人在一天之内回复。
La conferenza dura tre ore e mezza. | 会议为时三个半小时。
Il primo semestre si chiude il 30 giugno. | 上半年于6月30日结束。
Nella II edizione i premi erano otto. | 第二届共设八个奖项。
Il decreto n. 45/2024 è in vigore. | 第45/2024号法令已生效。
Portate il passaporto: senza, non si entra. | 请携带护照，否则不得入内。
Come si arriva? In metropolitana, linea 4. | 如何前往？乘地铁4号线。
Gli uffici sono chiusi dal 10 al 21 agosto. | 办公室8月10日至21日休息。
Il robot pesa 1,8 tonnellate. | 机器人重1.8吨。
Una start-up di Napoli, TerraLab S.r.l., ha vinto il premio. | 那不勒斯初创企业TerraLab S.r.l.获奖。
Il software si chiama OpenFOAM ed è libero. | 该软件名为OpenFOAM，属自由软件。
La pagina è in italiano, cinese e inglese. | 本页提供意大利文、中文和英文版本。
Il 2027 sarà l’anno del turismo sostenibile. | 2027年将是可持续旅游年。
Negli anni Novanta le imprese erano poche. | 20世纪90年代，企业为数不多。
Il costo è di 100 yuan al giorno. | 费用为每天100元人民币。
Le <b>borse</b> sono dieci. | <b>奖学金</b>共十个名额。
Leggete <a id="a1">le istruzioni</a> prima di iscrivervi. | 报名前请阅读<a id="a1">说明</a>。
Il contributo è di {amount} per sei mesi. | 资助金额为{amount}，为期半年。
Ogni anno, circa mille studenti. | 每年约有一千名学生。
Decine di imprese hanno aderito. | 数十家企业已加入。
È la terza volta in cinque anni. | 这是五年来的第三次。
Da Pechino a Bergamo ci sono 8.000 km. | 北京到贝加莫相距8000公里。
Il rapporto tra le parti è di 2 a 1. | 双方比例为2比1。
La temperatura sale del 3,5 per mille. | 温度上升3.5‰。
Aula 3B, secondo piano. | 二层3B教室。
Il corso comincia il 1° ottobre. | 课程于10月1日开始。
Alle ore 18 si chiude. | 18时闭馆。
Il brevetto CN 1045678 scade nel 2031. | CN 1045678号专利将于2031年到期。
La rivista «Materia» esce ogni due mesi. | 《物质》杂志双月出版。
I posti sono limitati (massimo 30). | 名额有限（最多30人）。
Chi ha meno di trentacinque anni può partecipare. | 35岁以下者可以参加。
Una settimana a Chengdu, poi Xi’an. | 先在成都停留一周，再赴西安。
Il progetto H2-Bridge dura 36 mesi. | H2-Bridge项目为期三年。
Grazie a chi ha collaborato! | 感谢所有参与者！
Lunedì e mercoledì, dalle 9 alle 13. | 周一、周三，9:00至13:00。
Cinquecento euro per ogni mese all’estero. | 在国外期间每月500欧元。
Rete 5G, intelligenza artificiale e IoT. | 5G网络、人工智能与物联网。
La metà delle domande arriva l’ultimo giorno. | 一半的申请在最后一天提交。
Servono 2-3 settimane. | 需要两到三周。
Nessun costo. | 免费。
Il Politecnico di Milano e la Tsinghua University collaborano dal 2012. | 米兰理工大学与清华大学自2012年起合作。
Più di un miliardo di persone lo usa. | 超过十亿人使用。
Un quarto d’ora di pausa. | 休息15分钟。
Tutte le domande, una risposta. | 所有问题，一个答案。
"""
RIGHT_TO_ITALIAN = """
会议室可容纳80人。 | La sala riunioni può accogliere ottanta persone.
报名截止时间为2027年5月6日（星期四）17:00。 | Le iscrizioni chiudono giovedì 6 maggio 2027 alle 17.
项目总投资1.2亿元人民币。 | L’investimento complessivo è di 120 milioni di yuan.
约三成企业位于长三角地区。 | Circa il 30% delle imprese si trova nel delta del Fiume Azzurro.
2015年以来，双方已合作培养百余名博士。 | Dal 2015 le due parti hanno formato insieme oltre cento dottori di ricerca.
请于工作日上午9点至11点半致电。 | Telefonate nei giorni feriali dalle 9 alle 11:30.
“十四五”期间，投入翻了一番。 | Nel XIV piano quinquennale gli investimenti sono raddoppiati.
《中国科学》刊登了这篇论文。 | L’articolo è uscito su «Scientia Sinica».
本次活动免费，无需预约。 | L’evento è gratuito e non serve prenotare.
地址：北京市海淀区中关村大街27号。 | Indirizzo: Pechino, distretto di Haidian, via Zhongguancun 27.
李娜博士介绍了三种材料。 | La dottoressa Li Na ha presentato tre materiali.
电池可循环使用5000次。 | La batteria regge 5.000 cicli.
设备功率为1.5千瓦。 | L’apparecchio ha una potenza di 1,5 kW.
实验历时一年半。 | L’esperimento è durato un anno e mezzo.
共有二十一所高校参加。 | Hanno partecipato ventuno università.
第十二届论坛将在那不勒斯举行。 | La dodicesima edizione del forum si terrà a Napoli.
我们的目标：零排放。 | Il nostro obiettivo: zero emissioni.
每人每天补助50欧元。 | A ciascuno vanno 50 euro al giorno.
详情请见<a id="a1">通知</a>。 | I particolari sono nell’<a id="a1">avviso</a>.
<b>注意：</b>逾期不予受理。 | <b>Attenzione:</b> le domande in ritardo non si accettano.
申请编号为{identifier}。 | Il numero della domanda è {identifier}.
样品须在48小时内送达。 | I campioni devono arrivare entro 48 ore.
温度不得超过60℃。 | La temperatura non deve superare i 60 °C.
双方各承担一半费用。 | Ciascuna parte paga metà dei costi.
有问题吗？请联系我们！ | Domande? Scriveteci!
请将材料发送至info@example.org。 | Inviate i documenti a info@example.org.
从上海虹桥站乘高铁约需4.5小时。 | Da Shanghai Hongqiao il treno veloce impiega circa 4 ore e mezza.
7月下旬至8月初停课。 | Dalla fine di luglio ai primi di agosto non si fa lezione.
样机已运行一千多小时。 | Il prototipo ha già funzionato per più di mille ore.
两国科学家首次合作。 | È la prima collaborazione fra scienziati dei due Paesi.
名单（按姓氏笔画排序） | Elenco (in ordine di tratti del cognome)
研究经费由双方按1:1比例分担。 | I fondi di ricerca sono divisi fra le parti in rapporto 1:1.
万一下雨，活动改在室内。 | In caso di pioggia l’evento si tiene al chiuso.
他一直在千方百计寻找合作伙伴。 | Cerca in ogni modo un socio.
第三季度订单增长12.5%。 | Nel terzo trimestre gli ordini sono cresciuti del 12,5%.
该专利于二〇一九年获得授权。 | Il brevetto è stato concesso nel 2019.
产品通过ISO 14001认证。 | Il prodotto è certificato ISO 14001.
欢迎关注我们的微信公众号。 | Seguite il nostro account WeChat.
星期天闭馆。 | La domenica si chiude.
半天参观，半天座谈。 | Mezza giornata di visita, mezza di incontri.
一方面降低成本，另一方面提高质量。 | Si riducono i costi e si migliora la qualità.
课程分为A、B两组。 | Il corso ha due gruppi, A e B.
共计160学时。 | In tutto 160 ore di lezione.
他三十出头，已发表论文40篇。 | Ha poco più di trent’anni e ha già pubblicato 40 articoli.
面积约两万平方米。 | La superficie è di circa 20.000 metri quadrati.
六月的第一个星期一开课。 | Si comincia il primo lunedì di giugno.
今年是中意建交五十五周年。 | Quest’anno ricorrono i 55 anni di relazioni fra Cina e Italia.
下午两点半在三楼集合。 | Ritrovo alle 14:30 al terzo piano.
“丝路”号货轮已抵达热那亚。 | Il mercantile «Silu» è arrivato a Genova.
第二批名单将于11月公布。 | Il secondo elenco esce a novembre.
年龄不限，十八岁以上即可。 | Nessun limite di età, purché si abbiano diciotto anni.
参会费：学生200元，其他800元人民币。 | Quota: studenti 200 yuan, altri 800 yuan.
原件一份，复印件两份。 | Un originale e due copie.
请填写表格（见附件3）。 | Compilate il modulo (allegato 3).
比原计划提前两周完成。 | È finito due settimane prima del previsto.
团队由7名研究员组成，其中4名女性。 | Il gruppo ha sette ricercatori, quattro dei quali donne.
合同期五年，可续签一次。 | Il contratto dura cinque anni e si può rinnovare una volta.
重量不超过0.5公斤。 | Pesa al massimo mezzo chilo.
周六、周日和节假日除外。 | Esclusi sabato, domenica e festivi.
全天候服务。 | Servizio 24 ore su 24.
"""
WRONG_TO_CHINESE = """
number_missing | La scuola ha 14 aule. | 学校有41间教室。
number_missing | Il filtro costa 1.350 euro. | 滤芯售价135欧元。
number_missing | Servono 7 firme. | 需要签名。
number_missing | Un fondo di 2,5 milioni. | 基金总额25万。
number_missing | Cresce del 18% all’anno. | 每年增长8%。
number_missing | Ventisette imprese italiane. | 二十五家意大利企业。
number_missing | Il modello X-200 è in vendita. | X-300型已上市。
number_missing | Si parte alle 6:20. | 早上6点出发。
number_missing | La 9ª edizione. | 第八届。
number_missing | Da 4 a 8 settimane. | 4至6周。
number_added | La stanza è libera. | 房间有15个空位。
number_added | Paga il promotore. | 由发起单位支付3000欧元。
date_missing | Entro il 4 maggio 2027. | 2027年4月5日前。
date_missing | Nato il 12/03/1961. | 1961年12月3日出生。
date_missing | Dal 1° al 5 giugno. | 6月2日至5日。
date_missing | Il 28 febbraio si chiude. | 2月18日截止。
weekday | Martedì 1 dicembre 2026. | 2026年12月1日（星期三）。
weekday | Venerdì 12 marzo 2027. | 2027年3月12日（星期四）。
money | Il premio è di 900 €. | 奖金900元人民币。
money | Costa 60 yuan. | 费用60欧元。
yen_sign | Paga 300 yuan. | 支付¥300。
address_missing | Scrivete a posta@example.org. | 请致函post@example.org。
address_missing | Vedi https://www.example.org/it/corsi. | 见https://www.example.org/it/corso。
address_added | Scrivete all’ufficio. | 请致函office@example.org。
tag_missing | Il <a id="a1">modulo</a> è qui. | 表格在此。
tag_missing | Il <a id="a1">modulo</a> e il <a id="a2">testo</a>. | <a id="a1">表格和文本</a>。
tag_added | Il <b>modulo</b>. | <b>表</b><b>格</b>。
tags_broken | Il <b>modulo</b>. | <b>表格。
placeholder_missing | Si versa {amount}. | 支付金额。
placeholder_missing | Il codice è {identifier}. | 编号为{identifer}。
placeholder_added | Entro la data indicata. | {deadline}之前。
same | Una nuova stagione di ricerca | Una nuova stagione di ricerca
left_italian | Il gruppo di ricerca di Napoli. | 那不勒斯的gruppo di ricerca。
left_italian | Torna la fiera annuale. | La fiera annuale si ripete.
traditional | La scuola apre. | 學校開放。
traditional | Un nuovo progetto. | 一個新項目。
traditional | La rete è pronta. | 网络已準備好。
unbalanced | Il testo (in cinese). | 文本（中文。
unbalanced | Il libro «Ponti». | 《桥梁一书。
half_width | Sì, subito. | 是的,马上。
half_width | Che cosa serve? | 需要什么?
half_width | Tre cose: aria, acqua, luce. | 三样: 空气、水、光。
half_width | Il modulo (allegato). | 表格(附件)。
guillemets | Il saggio «Acqua». | 文章«水»。
typed_space | Il centro ha 3 sedi. | 中心 有 3 个办事处。
doubled_sign | Si comincia. | 现在开始。。
end_missing | Si comincia a settembre. | 九月开始
end_added | Notizie dal centro | 中心新闻。
end_differs | Chi può partecipare? | 谁可以参加。
empty | Un testo. |
unseen | Un testo. | 一段\u200e文字。
term_missing | Il trasferimento tecnologico cresce. | 科技合作不断增长。
term_missing | Si presenta una manifestazione d’interesse. | 请提交表格。
term_missing | Livello di maturità tecnologica: 6. | 水平：6。
term_forbidden | Il trasferimento tecnologico cresce. | 技术转让不断增长。
term_forbidden | La mobilità dei ricercatori. | 研究人员的流动。
term_forbidden | Il cofinanziamento è richiesto. | 须提供共同融资。
term_forbidden | Il Centro di Trasferimento Tecnologico Cina-Italia. | 意中技术转移中心。
number_missing | Sala da 1.200 posti. | 1.2座的会场。
number_missing | Il 75% dei costi. | 75的费用。
"""
WRONG_TO_ITALIAN = """
number_missing | 教室有36个座位。 | L’aula ha 63 posti.
number_missing | 总额450万元人民币。 | In tutto 450.000 yuan.
number_missing | 共有十九家企业。 | Le imprese sono diciotto.
number_missing | 投资3亿欧元。 | Un investimento di 3 milioni di euro.
number_missing | 增长7.5%。 | Cresce del 75%.
number_missing | 需要两千份样品。 | Servono duecento campioni.
number_missing | 上午8:40开始。 | Si comincia alle 8.
number_missing | 第15届大会。 | La quattordicesima edizione.
number_missing | 型号ZK-90。 | Il modello ZK-80.
number_missing | 三至五个月。 | Da tre a sei mesi.
number_added | 活动免费。 | L’ingresso costa 12 euro.
number_added | 教授已到。 | Sono arrivati 40 professori.
date_missing | 2027年6月9日截止。 | Scade il 6 settembre 2027.
date_missing | 3月31日之前。 | Entro il 30 marzo.
date_missing | 2026年10月1日。 | Il 1° ottobre 2025.
date_missing | 1月5日至8日。 | Dal 5 al 9 gennaio.
weekday | 2026年12月2日（星期三）。 | Martedì 2 dicembre 2026.
weekday | 2027年1月4日（星期一）。 | Domenica 4 gennaio 2027.
money | 资助5000欧元。 | Il contributo è di 5.000 yuan.
money | 费用700元人民币。 | Costa 700 euro.
yen_sign | 价格80元。 | Il prezzo è ¥80.
address_missing | 请致函a@example.org。 | Scrivete a b@example.org.
address_missing | 见www.example.org/zh。 | Vedi www.example.org.
address_added | 请与我们联系。 | Scrivete a qui@example.org.
tag_missing | 请看<a id="a1">通知</a>。 | Leggete l’avviso.
tag_missing | <a id="a1">一</a>和<a id="a2">二</a>。 | <a id="a1">Uno e due</a>.
tag_added | <b>表格</b>。 | <b>Il</b> <b>modulo</b>.
tags_broken | <b>表格</b>。 | Il <b>modulo.
placeholder_missing | 金额为{amount}。 | La somma.
placeholder_missing | 编号{identifier}。 | Il codice {codice}.
placeholder_added | 请尽快提交。 | Entro {deadline}.
same | 新的研究项目 | 新的研究项目
left_chinese | 请填写申请表。 | Compilate il 申请表.
left_chinese | 北京办事处。 | L’ufficio di 北京.
full_width | 是的，马上。 | Sì，subito.
full_width | 三样：水、光。 | Tre cose：acqua, luce.
full_width | 表格（附件）。 | Il modulo（allegato）.
full_width | 需要什么？ | Che cosa serve？
straight_quote | 这是什么？ | Cos'è?
straight_quote | 题为“水”。 | Si intitola "Acqua".
unbalanced | 文本（中文）。 | Il testo (in cinese.
unbalanced | 《桥》一书。 | Il libro «Ponti.
spaces | 现在开始。 | Si  comincia.
spaces | 是的，马上。 | Sì , subito.
doubled_sign | 现在开始。 | Si comincia..
end_missing | 九月开始。 | Si comincia a settembre
end_added | 中心新闻 | Notizie dal centro.
end_differs | 谁可以参加？ | Chi può partecipare.
empty | 文字。 |
unseen | 文字。 | Un\u202etesto.
term_missing | 推动技术转移发展。 | Si promuove la collaborazione.
term_missing | 请提交合作意向。 | Presentate un modulo.
term_missing | 科研成果转化活动。 | Un’attività per le scuole.
term_missing | 中意创新合作周开幕。 | Si apre la rassegna.
term_forbidden | 截止时间已到。 | La deadline è passata.
term_forbidden | 活动延期举办。 | L’evento è posticipato.
number_missing | 半数以上，共66人。 | Più della metà, in tutto 60 persone.
number_missing | 比例为25%。 | La quota è 25.
number_missing | 约4000公里。 | Circa 400 chilometri.
date_missing | 二月二十九日。 | Il 28 febbraio.
"""


def read_pairs(text: str) -> list[tuple[str, ...]]:
    """The fields of each line."""
    return [tuple(field.strip(" ") for field in line.split("|")) for line in text.strip("\n").splitlines()]
