using System.IO.Pipelines;

namespace Gateway.Wire.Faces;

/// <summary>Takes the answer of a face. Status and headers are set before the first byte of the body is flushed.</summary>
public interface IFaceAnswer
{
    /// <summary>200 unless set.</summary>
    int Status { get; set; }

    /// <summary>Takes the body. Small answers are written and not flushed; streamed ones are flushed piece by piece.</summary>
    PipeWriter Body { get; }

    /// <summary>Adds a header; a name may be added again.</summary>
    void AddHeader(string name, string value);
}
