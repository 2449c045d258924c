using System.Xml;
using System.Xml.Linq;
using Gateway.StackCompat.S3.Storage;
using Gateway.StackCompat.S3.Wire;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.S3;

/// <summary>A request to S3, taken apart.</summary>
internal sealed class S3Call
{
    private const int XmlDepthMax = 32;

    private readonly IReadOnlyDictionary<string, string> query;

    public S3Call(FaceRequest request, S3Target target)
    {
        Request = request;
        Target = target;
        query = S3Target.ReadQuery(request.Query);
        Body = S3Body.Read(request);
    }

    public FaceRequest Request { get; }

    public S3Target Target { get; }

    public string Account => Request.AccountId;

    /// <summary>Empty for the service itself.</summary>
    public string Bucket => Target.Bucket;

    /// <summary>Decoded; empty for the bucket itself.</summary>
    public string Key => Target.Key;

    /// <summary>Without the frames of a chunked upload.</summary>
    public S3Body Body { get; }

    /// <summary>A parameter of the query; null if it is not there, empty if it has no value.</summary>
    public string? Query(string name) => query.GetValueOrDefault(name);

    /// <summary>Whether the query names a subresource.</summary>
    public bool Asks(string name) => query.ContainsKey(name);

    /// <summary>The version that is asked for; null for what is shown.</summary>
    public string? VersionId => Query("versionId") is { Length: > 0 } version ? version : null;

    public string? Header(string name) => Request.Header(name);

    /// <summary>A number of the query within bounds.</summary>
    public int Number(string name, int usual, int max)
    {
        if (Query(name) is not { Length: > 0 } text) return usual;
        if (!int.TryParse(text, out int number)) throw new S3Fault(S3Errors.InvalidArgument(name, text, $"Provided {name} not an integer or within integer range"));
        if (number < 0) throw new S3Fault(S3Errors.InvalidArgument(name, text, $"Argument {name} must be an integer between 0 and 2147483647"));
        return Math.Min(number, max);
    }

    /// <summary>The body as a document.</summary>
    public XElement Xml()
    {
        try
        {
            CheckDepth();
            using XmlReader reader = XmlReader.Create(new MemoryStream(Body.Bytes()), Settings());
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            throw new S3Fault(S3Errors.MalformedXml);
        }
    }

    /// <summary>The bucket, which must be there.</summary>
    public BucketRecord RequireBucket(ObjectStore objects) => objects.FindBucket(Account, Bucket) ?? throw new S3Fault(S3Errors.NoSuchBucket(Bucket));

    private static XmlReaderSettings Settings() => new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true, IgnoreProcessingInstructions = true };

    private void CheckDepth()
    {
        using XmlReader reader = XmlReader.Create(new MemoryStream(Body.Bytes()), Settings());
        while (reader.Read())
        {
            if (reader.Depth > XmlDepthMax) throw new S3Fault(S3Errors.MalformedXml);
        }
    }
}
