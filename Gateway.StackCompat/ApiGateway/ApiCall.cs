using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;
using Gateway.Wire.Answers;
using Gateway.Wire.Faces;
using Gateway.Wire.Input;

namespace Gateway.StackCompat.ApiGateway;

/// <summary>A request to a control API, read and checked.</summary>
internal sealed record ApiCall(FaceRequest Request, RouteMatch Match, WireInput Input, IFaceAnswer Answer)
{
    public string Account => Request.AccountId;

    public string Region => Request.Region;

    /// <summary>A label of the path, by its name on the wire.</summary>
    public string Label(string name) => Match.Labels[name];

    /// <summary>A parameter of the query; null if there is none.</summary>
    public string? Query(string name) => Match.Query.FirstOrDefault(one => one.Key == name).Value;

    /// <summary>What the body has set, by the names on the wire.</summary>
    public JsonObject Body() => InputJson.Of(Input);

    public DocumentKey Key(DocumentKind kind, string id) => new(kind, Account, Region, id);

    public void Write(JsonNode document)
    {
        int status = Match.Operation.Status;
        Answer.WriteJson(status, "application/json", json => document.WriteTo(json));
    }

    /// <summary>Answers that it is done.</summary>
    public void WriteNothing() => Answer.WriteEmpty(Match.Operation.Status);
}
