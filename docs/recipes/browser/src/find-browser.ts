import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ELSEWHERE = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The program of a Chrome or Chromium on this machine; undefined where none is found. `CHROME_PATH` says which. */
export function findBrowser(): string | undefined {
  const { CHROME_PATH, PATH = '' } = process.env;
  const places = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return CHROME_PATH ?? [...places, ELSEWHERE].find((place) => existsSync(place));
}
