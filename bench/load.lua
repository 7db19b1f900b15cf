-- What wrk is told: the cookie of a signed-in person, and to print its figures as one line of JSON.
wrk.headers["Cookie"] = os.getenv("BENCH_COOKIE")
wrk.headers["Accept-Language"] = "zh-CN"

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      'FIGURES {"requests": %d, "seconds": %.6f, "p50": %.3f, "p95": %.3f, "failed": %d}\n',
      summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
      errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
