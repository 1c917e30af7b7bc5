-- GETs of random ids. Arguments: path up to the id, what follows the id, how many ids there are, the key.
-- Id number n is 01900000-0000-7000-8000- and n in hexadecimal; see tools/bench_seed.py.

local path, after, count

function init(args)
  path, after, count = args[1], args[2], tonumber(args[3])
  wrk.headers["Authorization"] = "Bearer " .. args[4]
  math.randomseed(os.time())
end

function request()
  return wrk.format("GET", string.format("%s01900000-0000-7000-8000-%012x%s", path, math.random(count), after))
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "p50_ms": %.3f, "p99_ms": %.3f, "max_ms": %.3f, "bad": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, e.connect + e.read + e.write + e.status + e.timeout))
end
