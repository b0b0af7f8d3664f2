/* The memory that processes hold, as the system counts it: what is resident now, and the most that was. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:process';

/** Bytes of all of them together; the peak is null where the system does not tell. */
export function memoryOf(pids) {
  const each = pids.map(platform === 'linux' ? ofProc : ofPs);
  const sum = (name) => each.reduce((total, memory) => total + memory[name], 0);
  return { now: sum('now'), peak: each.some(({ peak }) => peak === null) ? null : sum('peak') };
}

function ofProc(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const bytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)[1]) * 1024;
  return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
}

function ofPs(pid) {
  return {
    now: Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024,
    peak: null,
  };
}
