using Amazon.Runtime;

namespace Gateway.Compat.Lambda.Tests.Driver;

/// <summary>What the signer takes as the call of an operation; it asks nothing of it.</summary>
internal sealed class SignerRequest : AmazonWebServiceRequest;
