using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>A request as an object: the model runs it as it is, the face gets it as JSON.</summary>
internal abstract record AskedRequest
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public abstract string Operation { get; }

    public abstract JsonObject Body();

    public sealed override string ToString() => $"{Operation} {Body().ToJsonString(Readable)}";
}
