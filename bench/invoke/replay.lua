-- For wrk: POSTs an event to Lambda's Invoke API, and counts answers that are none.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=00"
wrk.body = '{"key":"k"}'
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init() failed = 0 end
function response(status, headers) if status ~= 200 or headers["X-Amz-Function-Error"] or headers["x-amz-function-error"] then failed = failed + 1 end end
function done(summary, latency)
  local wrong = 0
  for _, thread in ipairs(threads) do wrong = wrong + thread:get("failed") end
  io.write(string.format("figures %.3f %.3f %.1f %d\n", latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.requests / (summary.duration / 1e6), wrong + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
