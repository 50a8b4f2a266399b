# 登录、锁屏、密码、岗位
sign-in-title = 登录
sign-in-county = 县（市、区）
sign-in-name = 账号
sign-in-password = 密码
sign-in-do = 登录
sign-in-help = 忘了密码、换了手机，请找本单位的系统管理员
sign-in-other = 换个账号登录
sign-in-replaced = 这个账号刚在别处登录，这里就退出了。一个账号一次只在一处用；不是您本人登录的，请马上告诉系统管理员
sign-in-over = 满 12 小时了，请重新登录。写了一半的都存着

code-title = 动态口令
code-hint = 打开手机上的验证器，输入现在的六位数
code-label = 六位数
code-lost = 手机丢了或换了，请系统管理员重置

password-title = 换密码
password-due = 第一次登录，或者满 90 天了，先换一个自己的密码
password-wish = 换好以后，旧密码就不能用了
password-present = 现在的密码
password-new = 新密码
password-again = 再输一遍
password-policy = 至少 12 个字符；小写、大写、数字、符号里至少三种；不能含账号名；不能是最近 5 次用过的
password-do = 换密码

post-title = 选岗位
post-legend = 这会儿在哪个岗位上办事
post-deputy = 代班
post-none = 今天没有您的岗位
post-none-way = 请安全管理员给您定岗，或者核对起止日子

lock-title = 已锁屏
lock-hint = 写了一半的都存着，输入密码接着办
lock-password = { $name } 的密码
lock-open = 打开

held-title = 锁屏前交的一页还没有办
held-hint = 那一页交上来的时候屏已经锁了。写的都在，交一次就办
held-drop = 不要了

device-title = 动态口令
device-on = 已经开启：登录时除了密码，还要验证器上的六位数
device-off-way = 要停用或换手机，请系统管理员重置
device-hint = 用手机上的验证器扫这张图，或者照着下面的字输入；再把它显示的六位数填上
device-do = 开启

refusal-SIGN_IN_WRONG = 账号或密码不对
    .rule = 连错 { $most } 次，账号锁 { $minutes } 分钟
    .way = 看看大写锁定有没有开；忘了密码请找系统管理员
refusal-SIGN_IN_LOCKED = 错了太多次，账号先锁住了
    .rule = 再过 { $minutes } 分钟可以再试
    .way = 等一等；或者请系统管理员给一个一次性密码
refusal-PASSWORD_WRONG = 现在的密码不对
    .way = 看看大写锁定有没有开
refusal-PASSWORD_DIFFERS = 两遍新密码不一样
    .way = 请再输一次
refusal-PASSWORD_SHORT = 新密码太短
    .rule = 至少 { $min } 个字符
    .way = 几个不相干的词连起来，好记也够长
refusal-PASSWORD_LONG = 新密码太长
    .rule = 最多 { $max } 个字符
refusal-PASSWORD_PLAIN = 新密码太简单
    .rule = 小写、大写、数字、符号里至少三种
    .way = 加一个数字或者符号
refusal-PASSWORD_HAS_NAME = 新密码里有账号名
    .way = 换一个不含账号名的
refusal-PASSWORD_USED = 这个密码最近用过
    .rule = 最近 { $times } 次用过的不能再用
    .way = 换一个新的
refusal-TOTP_WRONG = 六位数不对，或者已经用过
    .rule = 一个数只能用一次，三十秒换一个
    .way = 等它换成下一个再输；手机的时间要准
