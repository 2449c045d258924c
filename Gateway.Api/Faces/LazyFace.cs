using Gateway.Wire.Faces;

namespace Gateway.Api.Faces;

/// <summary>Makes a face when it is asked for the first time: its model takes memory and time that a PoP without such requests need not spend.</summary>
internal sealed class LazyFace(Func<IFace> make) : IFace
{
    private readonly Lazy<IFace> face = new(make);

    public Task RunAsync(FaceRequest request, IFaceAnswer answer, CancellationToken token) => face.Value.RunAsync(request, answer, token);
}
