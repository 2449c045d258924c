using Gateway.Api;
using Gateway.Api.Options;

await using Pop pop = await Pop.StartAsync(new PopOptions(), TimeProvider.System, new Random(1), Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, CancellationToken.None);
Console.WriteLine(pop.Endpoint);
await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
