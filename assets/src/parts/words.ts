// The few words that only a script can say; all others come from the server's catalogues.

const zh = {
  saved: (time: string) => `草稿 ${time} 已存`,
  notSaved: "草稿没存上，字都还在，接着试",
  signedOut: "草稿没存上：登录已过期。另开一页登录，这里的字不会丢",
  none: "没有找到。照您写的也能存",
  found: (n: number) => `找到 ${n} 处`,
  stop: "停下",
  lockSoon: "一分钟没有动静就锁屏。写的都存着，按任意键接着写",
};

const en: typeof zh = {
  saved: (time) => `Draft saved ${time}`,
  notSaved: "Draft not saved; your text is still here, trying again",
  signedOut: "Draft not saved: signed out. Sign in on another page, the text here stays",
  none: "Nothing found. It can be saved as you wrote it",
  found: (n) => `${n} found`,
  stop: "Stop",
  lockSoon: "The screen locks in one minute. All is saved; press any key to go on",
};

export const words = document.documentElement.lang.startsWith("en") ? en : zh;
