using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Gateway.Compat.Lambda.Tests.Driver;

/// <summary>What the signer must know: for which service and region it signs.</summary>
internal sealed class SignerConfig : ClientConfig
{
    public SignerConfig(string service, string region)
        : base(null)
    {
        AuthenticationServiceName = service;
        AuthenticationRegion = region;
    }

    public override string ServiceVersion => "2015-03-31";

    public override string UserAgent => "edge-compat";

    public override string RegionEndpointServiceName => AuthenticationServiceName;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => throw new NotSupportedException("Requests are sent by hand.");
}
