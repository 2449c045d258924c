using Gateway.Replication.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Gateway.Api.Telemetry;

/// <summary>The metrics of this process in the text format of Prometheus. Nothing is collected before the first one asks.</summary>
internal sealed class MetricsPage : IDisposable
{
    private readonly Lazy<Page> page = new(Page.Make);

    /// <summary>Answers a request.</summary>
    public Task WriteAsync(IFeatureCollection request) => page.Value.Answer(new DefaultHttpContext(request));

    public void Dispose()
    {
        if (page.IsValueCreated) page.Value.Dispose();
    }

    private sealed class Page(ServiceProvider services, MeterProvider provider, RequestDelegate answer) : IDisposable
    {
        public RequestDelegate Answer => answer;

        public static Page Make()
        {
            MeterProvider provider = Sdk.CreateMeterProviderBuilder().AddMeter(ReplicationMetrics.MeterName).AddPrometheusExporter(options => options.ScrapeResponseCacheDurationMilliseconds = 0).Build();
            ServiceProvider services = new ServiceCollection().BuildServiceProvider();
            ApplicationBuilder application = new(services);
            application.UseOpenTelemetryPrometheusScrapingEndpoint(provider, static _ => true, path: null, configureBranchedPipeline: null, optionsName: null);
            return new Page(services, provider, application.Build());
        }

        public void Dispose()
        {
            provider.Dispose();
            services.Dispose();
        }
    }
}
