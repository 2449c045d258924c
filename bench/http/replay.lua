-- For wrk: replays whole requests from a file, in their order, from the start again at its end. Each thread begins at its own place.
-- Arguments after --: the file, the port, the number of threads.

local started = 0
function setup(thread)
  thread:set("number", started)
  started = started + 1
end

local requests, position, count = {}, 0, 0

function init(args)
  local file = assert(io.open(args[1], "rb"))
  while true do
    local length = file:read(8)
    if not length then break end
    local text = file:read(tonumber(length))
    count = count + 1
    requests[count] = text:gsub("PPPPP", args[2], 1)
  end
  file:close()
  position = math.floor(count / tonumber(args[3])) * number
end

function request()
  position = position % count + 1
  return requests[position]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("replay %d %d %d %d %d %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
    errors.connect, errors.read, errors.write, errors.status, errors.timeout))
end
