# 每一页都用的话
brand = 邻聚
demonstration = 这是演示：人和事都是编的
skip = 跳到正文
menu = 主要页面
menu-day = 我的一天
menu-register = 登记
menu-cases = 案件
menu-triage = 派单
menu-figures = 数字
menu-accounts = 账号
menu-posts = 岗位
menu-proposals = 岗位确认
menu-looks = 谁看过
menu-record = 办事记录
find-label = 找案件：编号、电话、证件号、姓名、地点
find-short = 找案件
aloud = 念给我听
taste-large = 大字
taste-normal = 小字
yes = 有
no = 没有
go-on = 继续

me-post = 换岗位
me-password = 改密码
me-code = 动态口令
me-lock = 锁屏
me-sign-out = 退出

refusal-rule = 依据
refusal-way = 怎么办

role-clerk = 接待登记
role-triage = 甄别派单
role-handler = 承办
role-head = 负责人
role-leader = 领导
role-supervisor = 督查
role-mediator = 调解员
role-system_admin = 系统管理员
role-security_admin = 安全管理员
role-audit_admin = 审计管理员

refusal-DRAFT_TOO_LONG = 草稿太长，没有存
    .rule = 一份草稿最多 { $max } KiB
    .way = 分几次写，或者存成文件附上

refusal-FILE_KIND = 这种文件不能收
    .rule = 收照片（jpg、png、webp、gif、tiff、苹果手机的 HEIC）、PDF、OFD、Word、Excel、WPS 文稿、录像（mp4、mov、3gp）、录音（mp3、m4a、amr、wav、aac、ogg）。程序、网页、压缩包和带宏的文档不收
    .way = 文稿请另存成 PDF；录像、录音请用手机自带的录；压缩包请解开再传
refusal-FILE_TOO_LARGE = 文件太大
    .rule = 一个文件最多 20 MB，照片最多 5000 万像素
    .way = 照片请调小再传；录像请剪短，或者刻盘带来
refusal-FILE_BROKEN = 文件打不开，像是没有传完整
    .way = 请换一份，或者再传一次
refusal-FILE_TOO_MANY = 一次放不下这么多文件
    .rule = 一次最多 { $max } 个
    .way = 先交这一次，其余的再补
please-choose = 请选
printed-by = { $who } · { $organ } · { $when } 取自邻聚
