namespace Gateway.Wire.Faces;

/// <summary>A service of AWS: Lambda, S3, API Gateway, CloudWatch Logs.</summary>
public interface IFace
{
    /// <summary>Answers one request. No exception comes from it but that the client has gone.</summary>
    /// <exception cref="OperationCanceledException">The client has gone: there is nobody to answer.</exception>
    Task RunAsync(FaceRequest request, IFaceAnswer answer, CancellationToken token);
}
