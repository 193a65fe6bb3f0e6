'use strict';
/*
 * Runs kinesis-local inside this process and adds what it lacks. The settings are its own environment variables.
 *
 * - Both of its ports bind to 127.0.0.1, unless LOCAL_KINESIS_HOST says otherwise (in a container). Plain HTTP goes to
 *   KINESIS_MOCK_PLAIN_PORT (0 = any free port) and is reported on standard output as "listening PORT"; TLS, which nobody
 *   uses, goes to any free port.
 * - The process ends when its standard input closes, so it never stays behind, even if the parent is killed. If it
 *   persists, it first takes no more requests and waits until what it has acknowledged is on disk.
 * - The file of persisted data is replaced as a whole: a kill in the middle of writing leaves the one before.
 * - kinesis-local writes all of its data each time and answers nobody meanwhile, for seconds once there are some
 *   megabytes. So it writes at the end only: a kill of this very process, or of the machine, loses what it held.
 * - One process at a time works on a folder of persisted data: the next one waits until the one before has ended.
 */
const fs = require('fs');
const net = require('net');
const path = require('path');

const env = process.env;
const persisting = env.SHOULD_PERSIST_DATA === 'true';
const dataFile = persisting ? path.resolve(env.PERSIST_PATH, 'kinesis-data.json') : null;
const lockFile = persisting ? path.resolve(env.PERSIST_PATH, 'running.pid') : null;
const PREDECESSOR_MILLIS = 310000;
// a busy machine may take long, and what is not written is lost
const LAST_WRITE_MILLIS = 300000;
// the pause is made here, so kinesis-local's own is short
const INTERVAL_MILLIS = 50;

env.PERSIST_INTERVAL = `${INTERVAL_MILLIS}ms`;

const host = env.LOCAL_KINESIS_HOST || '127.0.0.1';
const plainPort = Number(env.KINESIS_MOCK_PLAIN_PORT || 0);
env.KINESIS_MOCK_PLAIN_PORT = String(plainPort);
// a port number that stands for "the TLS port" until listen() below replaces it
const tlsMarker = plainPort === 1 ? 2 : 1;
env.KINESIS_MOCK_TLS_PORT = String(tlsMarker);
env.KINESIS_MOCK_CERT_PATH = path.join(path.dirname(require.resolve('kinesis-local')), 'server.json');

const sockets = new Set();
let lockHeld = false;
let stopping = false;
// writes to wait for once stopping
let writesLeft = 0;
// ends the pause between two writes; null while one is under way
let endPause = null;

/** Keeps kinesis-local from its next write until this process is to end. */
function pauseUntilStop(done) {
  endPause = () => {
    endPause = null;
    done();
  };
  if (stopping) {
    endPause();
  }
}

/** At once: kinesis-local puts itself into process.exit, and would wait for connections to close. */
function end(code) {
  if (lockHeld) {
    fs.rmSync(lockFile, { force: true });
  }
  process.reallyExit(code);
}

function fail(message) {
  process.stderr.write(`local Kinesis: ${message}\n`);
  end(1);
}

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  const callback = rest.find((argument) => typeof argument === 'function');
  const tls = Number(port) === tlsMarker;
  this.once('error', (error) => fail(`cannot listen on ${host}:${tls ? 0 : port}: ${error.message}`));
  this.on('connection', (socket) => {
    if (stopping) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return listen.call(this, { port: tls ? 0 : Number(port), host }, () => {
    if (!tls) {
      process.stdout.write(`listening ${this.address().port}\n`);
    }
    if (callback) {
      callback();
    }
  });
};

const createWriteStream = fs.createWriteStream;
fs.createWriteStream = function (target, options) {
  if (!persisting || path.resolve(String(target)) !== dataFile) {
    return createWriteStream(target, options);
  }
  const begunAfterStop = stopping;
  const whole = `${dataFile}.writing`;
  const stream = createWriteStream(whole, { flags: 'w' });
  const finish = stream.end.bind(stream);
  // kinesis-local waits for this answer before it goes on to its next write
  stream.end = (done) =>
    finish((error) => {
      if (error) {
        done(error);
        return;
      }
      fs.renameSync(whole, dataFile);
      if (begunAfterStop && --writesLeft === 0) {
        end(0);
      }
      pauseUntilStop(done);
    });
  return stream;
};

function stop() {
  if (stopping) {
    return;
  }
  if (!persisting) {
    end(0);
  }
  stopping = true;
  // whoever has no answer yet gets none, so all that was acknowledged is in the writes that follow
  sockets.forEach((socket) => socket.destroy());
  // a write that is under way may hold what was read before the stop
  writesLeft = endPause ? 1 : 2;
  if (endPause) {
    endPause();
  }
  setTimeout(() => fail('the last write of its data did not come to an end'), LAST_WRITE_MILLIS);
}

/** Whether a process is there and is one of these: after a crash its number may be somebody else's. */
function alive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(path.basename(__filename));
  } catch (error) {
    return !fs.existsSync('/proc/self');
  }
}

/** The process that has the folder of persisted data; 0 if none has: it may end, and say so, at any moment. */
function holder() {
  try {
    return Number(fs.readFileSync(lockFile, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') {
      return 0;
    }
    throw error;
  }
}

/** Makes this process the holder, unless another has become it just now. */
function take() {
  try {
    fs.writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/** Takes the folder of persisted data, once the process that had it has ended. */
function own(deadline, then) {
  const other = holder();
  const free = other === 0 || other === process.pid || !alive(other);
  if (free && other !== 0) {
    fs.rmSync(lockFile, { force: true });
  }
  if (free && take()) {
    lockHeld = true;
    then();
    return;
  }
  if (Date.now() > deadline) {
    fail(`${env.PERSIST_PATH} is in use by the process ${other}; stop it, or give another folder`);
  }
  setTimeout(() => own(deadline, then), 50);
}

process.stdin.on('end', stop);
process.stdin.on('error', stop);
process.stdin.resume();
// an interrupt from, or the end of, a terminal reaches the whole process group; the parent decides when this ends
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('SIGTERM', stop);
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

if (persisting) {
  fs.mkdirSync(env.PERSIST_PATH, { recursive: true });
  own(Date.now() + PREDECESSOR_MILLIS, () => require('kinesis-local'));
} else {
  require('kinesis-local');
}
