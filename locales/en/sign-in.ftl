# Signing in, the lock, passwords, posts
sign-in-title = Sign in
sign-in-county = County
sign-in-name = Account
sign-in-password = Password
sign-in-do = Sign in
sign-in-help = Forgotten password or new phone: ask the system administrator of your office
sign-in-other = Sign in as somebody else
sign-in-replaced = This account signed in elsewhere, so it was signed out here. One account works in one place at a time; if it was not you, tell the system administrator at once
sign-in-over = Twelve hours are over, please sign in again. What you were typing is kept

code-title = One-time code
code-hint = Open the authenticator on your phone and type the six digits it shows
code-label = Six digits
code-lost = Lost or changed the phone: the system administrator resets it

password-title = Change the password
password-due = The first sign-in, or 90 days are over: first set a password of your own
password-wish = Afterwards the old password no longer works
password-present = Present password
password-new = New password
password-again = The same again
password-policy = At least 12 characters; three of small letters, capitals, digits, signs; without the account name; none of the last 5
password-do = Change the password

post-title = Choose a post
post-legend = In which post are you working now
post-deputy = standing in
post-none = You have no post today
post-none-way = Ask the security administrator for one, or check its dates

lock-title = Locked
lock-hint = What you were typing is kept; type the password to go on
lock-password = Password of { $name }
lock-open = Open

held-title = A page sent before the lock is not done yet
held-hint = The screen was locked when it arrived. All you typed is here; send it and it is done
held-drop = Throw it away

device-title = One-time codes
device-on = Switched on: besides the password, signing in asks for the six digits of your authenticator
device-off-way = To switch it off or change the phone, ask the system administrator
device-hint = Let the authenticator on your phone read this picture, or type the letters below into it; then type the six digits it shows
device-do = Switch on

refusal-SIGN_IN_WRONG = Account or password is wrong
    .rule = After { $most } wrong tries in a row the account is locked for { $minutes } minutes
    .way = See whether Caps Lock is on; for a forgotten password ask the system administrator
refusal-SIGN_IN_LOCKED = Too many wrong tries, the account is locked for now
    .rule = Try again in { $minutes } { $minutes ->
        [one] minute
       *[other] minutes
    }
    .way = Wait; or ask the system administrator for a one-time password
refusal-PASSWORD_WRONG = The present password is wrong
    .way = See whether Caps Lock is on
refusal-PASSWORD_DIFFERS = The new password was typed differently the second time
    .way = Type it again
refusal-PASSWORD_SHORT = The new password is too short
    .rule = At least { $min } characters
    .way = A few unrelated words in a row are easy to remember and long enough
refusal-PASSWORD_LONG = The new password is too long
    .rule = At most { $max } characters
refusal-PASSWORD_PLAIN = The new password is too plain
    .rule = Three of small letters, capitals, digits, signs
    .way = Add a digit or a sign
refusal-PASSWORD_HAS_NAME = The new password holds the account name
    .way = Choose one without it
refusal-PASSWORD_USED = This password was used lately
    .rule = None of the last { $times } may come back
    .way = Choose a new one
refusal-TOTP_WRONG = The six digits are wrong, or were used before
    .rule = A code counts once and changes every thirty seconds
    .way = Wait for the next one; the phone's time must be right
