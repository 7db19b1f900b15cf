"""The words that the search for names works with: surnames, characters of given names, and words that only look so."""

import re


def listed(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚庞樊兰殷施陶洪翟安"
    "颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢岳齐梅莫庄辛管祝左涂谷祁耿牟卜舒肖詹关苗凌费纪靳盛童欧甄项曲成游"
    "阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来"
)
# They stand in the order of how many people bear them; the rarer ones begin too many other words.
COMMON_SURNAMES = SURNAMES[:140]
DOUBLE_SURNAMES = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|长孙|司徒|令狐|夏侯|宇文|端木|南宫"
# Surnames that begin few other words, so that a name may be recognised by little.
PLAIN_SURNAMES = (
    "王李张刘陈杨赵吴徐孙朱郭林罗梁宋郑谢韩唐冯董曹袁邓许沈彭吕苏卢蒋蔡贾魏薛潘杜钟汪姜姚谭廖邹熊郝崔邱秦侯邵孟"
)
# With a given name that is one in few other words they prove as much.
LESS_PLAIN_SURNAMES = "周黄何马程叶夏陆田胡"
# Surnames that more often begin another word; alone before a likely given name they prove nothing.
JOINING_SURNAMES = "向席房安来位申项查解全有和成文明常关单"
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红鹏飞琳玲慧梅兰燕波斌辉健宁浩宇轩泽涵睿诗梓欣怡雨晨俊豪"
    "佳嘉琪雅婷文思瑶雪莹晶晓丹凤云龙海峰志国建庆春东亮祥福贵荣德良义忠诚信仁昊皓然博子墨逸凡辰熙语桐心若彤可馨依"
    "娅薇珊珍珠翠菲倩茜楠柳松柏林森鑫淼焱垚坤乾振兴旺富胜利民族光耀煌彬彪虎威武震雷霆旭阳朝晖冰洁清源江河湖淑贤惠"
    "芬芝芸苗茹莉莲菊蓉蓓蕾蕊薪锋钢铁钧铭锐锦秋冬夏月星晴岚虹霖霏露卫家宝宏业成功立新才友喜安康永世元启承恩昌盛少"
    "小大一悦妍彦曦宸骏晗雯璐瑾瑜璇珂琦瑞珺钰萱艺芮芷苒茵菁蕙凯恺峻帆弘懿捷旻昀昕昱晏晟晔暄榕毅沁沛泓澄炜烨煊煜熠"
    "牧珑琛琰璟硕祎祺翊翔翰聪腾航芊芙萌誉诺谦赫跃轶迪隽雄雁霁靖韬韵颖骁骥鹤鹭麒麟川栋"
)
STRONG_GIVEN = (
    "明华雷洋伟芳娜敏静丽强磊军勇艳杰娟涛超霞刚桂英萍鹏飞琳玲慧梅燕波斌辉健浩宇轩涵睿欣怡俊琪婷瑶莹晶丹峰彬倩楠鑫旭"
)
# Given names of one or two characters never contain these; they begin or end other words.
NEVER_GIVEN = (
    "的了着过是在有和与及或也都就不没很更最把被给对从到向为以所之其这那哪什么怎谁我你他她它们自己个位名人年月日时"
    "天岁级班同学生老师长警官叔阿姨爷奶爸妈哥弟姐妹某等说问想看听走来去上下里外前后左右多少几每各另别将会能应该要"
    "可以吗呢吧啊"
)
# Words that are spelt like a name, or begin a longer word: 高中, 周末, 黄河.
NO_NAMES = listed("""
    洪泽 席大 汪洋 宋明 高超 高飞 高强 高英 马超 黄明 叶绿 张扬 罗马 夏华 马明 程明 程序 陆军 田野 何明 何强 胡杨 胡琴
    万一 万三 万元 万国 万大 万家 万小 万民 万源 万里 丛一 严冬 严明 严重 于一 于国 于大 于天 于家 于小 于心 于民
    云一 任一 任何 任大 任天 位一 位于 位子 何以 何况 充一 充足 全一 关一 关天 关家 关心 关爱 包一 包天 包子 华人
    华语 单一 单子 单小 卫国 卫星 古国 古文 古语 司一 向一 向晚 向阳 吴语 周一 周三 周二 周六 周大 周小 周日 周末
    和平 唐山 唐诗 国家 国旗 国歌 国民 夏一 夏夜 夏天 夏雨 姜子 孙女 孙子 宁一 宁家 安全 安国 安宁 安康 安心 安民
    安然 安静 宋元 宋国 常一 常小 常常 常识 平安 康健 康宁 张三 张家 强健 强国 强大 强心 强权 强者 徐州 成一 成为
    成功 成国 成大 成天 成家 成小 成心 成才 成文 成新 成立 成语 房一 房子 文明 文静 方一 方向 方国 方圆 方大 方家
    方小 方志 方正 方法 方可 方言 时光 明一 明国 明明 明星 易一 易国 易经 景德 曲一 曲子 有一 李四 李子 杜康 来一 来信
    来国 来大 来子 来家 来小 来自 松林 林业 林中 林子 林海 林立 查一 柳一 柳林 梁家 武力 武国 武德 武术 武林 毛一
    毛小 水一 江山 江河 江海 池一 池子 沈阳 温一 温文 温暖 温馨 游子 游泳 牛一 牛仔 牛小 王五 王国 王子 王家 白一
    白云 白天 白小 白晨 白玉 白雪 盛夏 盛大 石一 石子 石林 石英 秦国 秦海 程一 章子 简一 简单 管一 管国 管子 管家
    米一 米小 罗汉 花一 苏菲 解一 解救 许可 许诺 谷雨 赵国 路一 路小 车一 车子 车小 边一 边国 边子 边家 连一 郑国
    金一 金大 金宝 金星 金玉 金龙 钟天 钱一 钱大 钱小 阳一 阳光 阳台 陈家 雷一 雷小 雷雨 雷霆 韩国 韩文 韩语 项一
    项小 项目 马一 马上 马力 马大 马小 马虎 马路 马龙 高一 高三 高中 高二 高兴 高大 高山 高峰 高年 高明 魏国 鱼一
    鲁国 麦一 黄昏 黄河 黄海 黄玉 黄金 黄铜 龙一 龙虎
""")
# Persons of history and public life.
KNOWN = listed("""
    于敏 冼星海 刘少奇 刘胡兰 包拯 华罗庚 南仁东 司马光 司马懿 司马迁 吴孟超 周恩来 商鞅 孔子 孔繁森 孔融 孙中山
    孟子 宋庆龄 屠呦呦 岳飞 张定宇 张桂梅 张骞 徐悲鸿 戚继光 文天祥 方志敏 曾联松 李四光 李大钊 李白 杜甫 杨利伟
    杨靖宇 林伯渠 林则徐 林徽因 梁思成 毛泽东 江竹筠 沈钧儒 海瑞 焦裕禄 王亚平 王安石 王昭君 王进喜 王选 田汉 竺可桢
    聂耳 花木兰 苏轼 董存瑞 袁隆平 詹天佑 诸葛亮 赵一曼 邓小平 邓稼先 邱少云 郑成功 钟南山 钱学森 陈云 陈景润 陈独秀
    雷锋 鲁迅 黄大年 黄继光
""")
PINYIN_SURNAMES = (
    "Wang|Li|Zhang|Liu|Chen|Yang|Zhao|Huang|Zhou|Wu|Xu|Sun|Hu|Zhu|Gao|Lin|Guo|Ma|Luo|Liang|Song|Zheng|Xie|Han|Tang|Feng|"
    "Dong|Xiao|Cheng|Cao|Yuan|Deng|Fu|Shen|Zeng|Peng|Lu|Lyu|Su|Jiang|Cai|Jia|Ding|Wei|Xue|Ye|Yan|Yu|Pan|Du|Dai|Xia|"
    "Zhong|Tian|Ren|Fan|Fang|Shi|Yao|Tan|Liao|Zou|Xiong|Jin|Hao|Kong|Bai|Cui|Kang|Mao|Qiu|Qin|Gu|Hou|Shao|Meng|Duan|"
    "Qian|Ouyang"
)
SYLLABLE = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|uang|iong|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|"
    "iu|ua|uo|ui|ue|er|a|o|e|i|u|v)"
)
KNOWN_IN_ENGLISH = frozenset(
    re.split(
        ", ",
        "Mao Zedong, Zhou Enlai, Liu Shaoqi, Deng Xiaoping, Sun Zhongshan, Nie Er, Tian Han, Lei Feng, Lu Xun, "
        "Qian Xuesen, Yuan Longping, Tu Youyou, Lin Zexu, Li Bai, Du Fu, Yang Liwei, Zeng Liansong, Xu Beihong, "
        "Liang Sicheng, Lin Huiyin, Zhang Guimei, Huang Danian",
    )
)
# Words of English sentences that happen to be spelt like syllables.
ENGLISH_WORDS = listed("""
    An Are Ban Bang Be Can Den Dine Do Fan Fine Fun Gang Go Gun Hang He Hen Hi Like Line Long Man Me Men Mine No One
    Our Pan Pen Ran Rang Run Sang She So Song Sun Tan Ten To We Wine You
""")
