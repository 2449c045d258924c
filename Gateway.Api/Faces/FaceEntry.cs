using Gateway.Wire.Faces;

namespace Gateway.Api.Faces;

/// <summary>A service beside DynamoDB, and how its requests are taken.</summary>
/// <param name="Service">Whose scope a signature must have; null if the face looks after that itself.</param>
/// <param name="Face">The service.</param>
/// <param name="BodyBytesMax">A longer body is not read.</param>
/// <param name="Refuse">Answers a request that is refused before the face sees it: kind, text and status.</param>
internal sealed record FaceEntry(string? Service, IFace Face, int BodyBytesMax, Action<IFaceAnswer, FaceRequest, string, string, int> Refuse);
