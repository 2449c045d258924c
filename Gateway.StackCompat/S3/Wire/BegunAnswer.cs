using System.IO.Pipelines;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.S3.Wire;

/// <summary>Knows whether an answer has its length already: then there can be no other one.</summary>
internal sealed class BegunAnswer(IFaceAnswer inner) : IFaceAnswer
{
    public bool HasLength { get; private set; }

    public int Status
    {
        get => inner.Status;
        set => inner.Status = value;
    }

    public PipeWriter Body => inner.Body;

    public void AddHeader(string name, string value)
    {
        HasLength |= name == "Content-Length";
        inner.AddHeader(name, value);
    }
}
