// Puts the page's libraries beside it in the build: installs what package-lock.json pins, once for each state of the lock,
// and copies the few files that the browser loads.
//
//   node vendor.mjs BUILD_FOLDER
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FILES = {
  'uplot/dist/uPlot.esm.js': 'uPlot.js',
  'uplot/dist/uPlot.min.css': 'uPlot.css',
  'uplot/LICENSE': 'uPlot.LICENSE.txt',
  '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2': 'inter-latin.woff2',
  '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2': 'inter-latin-ext.woff2',
  '@fontsource-variable/inter/LICENSE': 'inter.LICENSE.txt',
};

const here = dirname(fileURLToPath(import.meta.url));
const build = process.argv[2];
const installed = join(build, 'dashboard-npm');
const stamp = join(installed, 'installed-lock.json');
const lock = readFileSync(join(here, 'package-lock.json'), 'utf8');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  mkdirSync(installed, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(here, file), join(installed, file));
  }
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: installed, encoding: 'utf8' });
  if (npm.status !== 0) {
    console.error("vendor.mjs: the dashboard's libraries cannot be installed; is npm there, and does it reach its registry?");
    console.error(npm.error?.message ?? npm.stderr);
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}
const vendor = join(build, 'classes', 'dashboard', 'vendor');
mkdirSync(vendor, { recursive: true });
for (const [from, to] of Object.entries(FILES)) {
  copyFileSync(join(installed, 'node_modules', from), join(vendor, to));
}
