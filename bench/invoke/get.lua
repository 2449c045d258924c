-- For wrk: GETs a route.
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init() failed = 0 end
function response(status) if status ~= 200 then failed = failed + 1 end end
function done(summary, latency)
  local wrong = 0
  for _, thread in ipairs(threads) do wrong = wrong + thread:get("failed") end
  io.write(string.format("figures %.3f %.3f %.1f %d\n", latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.requests / (summary.duration / 1e6), wrong + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
