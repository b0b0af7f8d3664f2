import { withoutCredentials } from '../../src/errors/index.js';

describe('withoutCredentials()', () => {
  it.each([
    ['https://user:pw@host/x', 'https://host/x'],
    ['https://user@host/x', 'https://host/x'],
    ['https://user:p@ss@host/x', 'https://host/x'],
    ['https://user:p%40ss@host:8080?q=1#f', 'https://host:8080?q=1#f'],
    ['HTTPS://u:pw@h', 'HTTPS://h'],
    ['postgresql+asyncpg://u:pw@h/db', 'postgresql+asyncpg://h/db'],
    ['git+https://tok@h', 'git+https://h'],
    ['coap+tcp.v-1://u:pw@h', 'coap+tcp.v-1://h'],
    ['redis://:pw@h:6379/0', 'redis://h:6379/0'],
    ['mongodb://u:pw@a:1,b:2/db', 'mongodb://a:1,b:2/db'],
    ['https://u:pw@[::1]:80/x', 'https://[::1]:80/x'],
    ['//u:pw@h/x', '//h/x'],
    [' https://u:pw@h/x', ' https://h/x'],
    ['\u0000\u001f\thttps://u:pw@h/x', '\u0000\u001f\thttps://h/x'],
    ['https:/u:pw@h/', 'https:/h/'],
    ['https:u:pw@h/', 'https:h/'],
    ['https:\\\\u:pw@h\\x', 'https:\\\\h\\x'],
    ['https:\\u:pw@h', 'https:\\h'],
    ['\\\\u:pw@h', '\\\\h'],
    ['redis:/:pw@h', 'redis:/h'],
    ['https:\\/\\/u:pw@h\\/x', 'https:\\/\\/h\\/x'],
    ['https:/\n/u:pw@h', 'https:/\n/h'],
    // a password, or a token, of a file that ends with a newline
    ['https://u:pw\n@h/x', 'https://h/x'],
    ['https://tok\r\n@h/x', 'https://h/x'],
    // no URL, but meant as one
    ['redis://:p/w@h/0', 'redis://h/0'],
    ['redis://:p\\w@h/0', 'redis://h/0'],
    ['https://u:p?w#@h', 'https://h'],
    ['https://u:p"w\'@h', 'https://h'],
    ['https://u:p w@x@h/y', 'https://h/y'],
  ])('leaves them out of %j', (url, told) => {
    expect(withoutCredentials(url)).toBe(told);
  });

  it.each([
    ['failed to reach redis://:pw@h', 'failed to reach redis://h'],
    [
      'Request cannot be constructed from a URL that includes credentials: https://u:p@ss@h/x',
      'Request cannot be constructed from a URL that includes credentials: https://h/x',
    ],
    [
      'a http://u:pw@h, then "ftp://pw@i": none of (//u:pw@j) answers',
      'a http://h, then "ftp://i": none of (//j) answers',
    ],
    ['{"url":"https://u:pw@h","mail":"me@h"}', '{"url":"https://h","mail":"me@h"}'],
    ['redis://a:1 is there, redis://u:pw@b:2 is not', 'redis://a:1 is there, redis://b:2 is not'],
    ['https://h?next=https://u:pw@i/x&mail=me@i', 'https://h?next=https://i/x&mail=me@i'],
    ['redis://:p w@h for me@i', 'redis://h for me@i'],
    ['tried http://u:pw@h\nand http://u:pw@i\n', 'tried http://h\nand http://i\n'],
  ])('leaves them out wherever they stand: %j', (text, told) => {
    expect(withoutCredentials(text)).toBe(told);
  });

  it.each([
    '',
    'me@host',
    'git@host:team/repo.git',
    'mailto:me@host',
    'https://host/me@x/y@z',
    'https://host?user=me@x&password=pw#a@b',
    'https://host/a//me@x',
    'Get http://host:8080: connection refused, tell me@x',
    'Get "http://host:8080", tell me@x',
    'Get http://[::1]:8080/x, tell me@x',
    'no https, tell me: me@x',
    'node_modules//@scope/x and https://@host',
    'file:///home/me@x, C:/me@x and C:\\me@x',
    '// ask me@x',
    'http://host is down\n    at me@x',
  ])('keeps %j', (text) => {
    expect(withoutCredentials(text)).toBe(text);
  });

  it.each([
    '@',
    '://',
    '//',
    '/',
    'http:',
    'http://',
    '://@',
    '//a:b ',
    '//a:b@',
    '//a:b/',
    '//.',
    '//[',
    ':',
    'a:',
    'http:\n',
    ':/a:b@c:',
  ])('takes a moment for a megabyte of %j', (part) => {
    const hostile = part.repeat(1_000_000 / part.length);
    const begin = performance.now();
    for (const text of [hostile, `//${hostile}`, `//a:${hostile}`, `${hostile} @`, `//${hostile}:x @`])
      withoutCredentials(text);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});
