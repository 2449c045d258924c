using Gateway.Wire.Faces;

namespace Gateway.LambdaCompat.Http;

/// <summary>Checks signatures of requests to routes and URLs with <c>AWS_IAM</c>. The host knows the keys.</summary>
public interface ISignatureCheck
{
    /// <summary>Who signed a request.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="service">What it must be signed for: <c>execute-api</c> or <c>lambda</c>.</param>
    /// <returns>Null if the signature is missing or wrong.</returns>
    SignedCaller? Check(FaceRequest request, string service);
}
