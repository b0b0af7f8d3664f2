/* What the system counts of processes: the memory that they hold, and the time of processors that they took. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:process';

/** Bytes of all of them together; the peak is null where the system does not tell. */
export function memoryOf(pids) {
  const each = pids.map(platform === 'linux' ? ofProc : ofPs);
  const sum = (name) => each.reduce((total, memory) => total + memory[name], 0);
  return { now: sum('now'), peak: each.some(({ peak }) => peak === null) ? null : sum('peak') };
}

/** As many ticks as Linux counts a second. */
const TICKS = 100;

/** Milliseconds of processors that all of them took together so far; null where the system does not tell. */
export function processorTimeOf(pids) {
  if (platform !== 'linux') return null;
  const ticksOf = (pid) => {
    // the name, in brackets, may hold anything
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
    return Number(fields[11]) + Number(fields[12]);
  };
  return (pids.reduce((sum, pid) => sum + ticksOf(pid), 0) * 1000) / TICKS;
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
