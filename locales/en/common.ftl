# What every page says
brand = Linju
demonstration = A demonstration: people and matters are invented
skip = Skip to the text
menu = Main pages
menu-day = My day
menu-register = Register
menu-cases = Cases
menu-triage = Dispatch
menu-figures = Figures
menu-accounts = Accounts
menu-posts = Posts
menu-proposals = Confirmations
menu-looks = Who looked
menu-record = House record
find-label = Find a case: number, phone, document, name, place
find-short = Find a case
aloud = Read to me
taste-large = Large type
taste-normal = Small type
yes = yes
no = no
go-on = Go on

me-post = Change post
me-password = Change password
me-code = One-time codes
me-lock = Lock the screen
me-sign-out = Sign out

refusal-rule = Rule
refusal-way = What to do

role-clerk = Reception
role-triage = Dispatch
role-handler = Handler
role-head = Head
role-leader = Leader
role-supervisor = Supervision
role-mediator = Mediator
role-system_admin = System administrator
role-security_admin = Security administrator
role-audit_admin = Audit administrator

refusal-DRAFT_TOO_LONG = The draft is too long and was not saved
    .rule = A draft holds at most { $max } KiB
    .way = Write it in parts, or attach it as a file

refusal-FILE_KIND = This kind of file is not taken
    .rule = Photos (jpg, png, webp, gif, tiff, HEIC of phones), PDF, OFD, Word, Excel, WPS documents, video (mp4, mov, 3gp) and sound (mp3, m4a, amr, wav, aac, ogg) are taken; programs, web pages, archives and documents with macros are not
    .way = Save documents as PDF; record with what is on the phone; take archives apart first
refusal-FILE_TOO_LARGE = The file is too large
    .rule = A file holds at most 20 MB, a photo at most 50 million pixels
    .way = Make the photo smaller; shorten the recording, or bring it on a disc
refusal-FILE_BROKEN = The file does not open; it seems to be incomplete
    .way = Choose another copy, or send it once more
refusal-FILE_TOO_MANY = So many files do not fit at once
    .rule = At most { $max } at a time
    .way = Send these first and add the others afterwards
please-choose = Please choose
printed-by = { $who } · { $organ } · taken from Linju { $when }
