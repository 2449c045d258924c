using System.Text.Json;
using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Answers;
using Gateway.Wire.Faces;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Operations;

/// <summary>A request of a known operation, read and checked against the model.</summary>
internal sealed record LambdaCall(FaceRequest Request, WireInput Input, IFaceAnswer Answer)
{
    public string AccountId => Request.AccountId;

    public string Region => Request.Region;

    /// <summary>Where the function is that the request names.</summary>
    /// <param name="member">Which member of the input names it.</param>
    public FunctionAddress Address(string member = "FunctionName") => AddressOf(Input.Required(member));

    /// <summary>Where a function is; refused when another account or region is named.</summary>
    public FunctionAddress AddressOf(string text)
    {
        FunctionAddress address = FunctionAddress.Parse(text) ?? throw LambdaErrors.FunctionMissing(Arns.Function(Region, AccountId, text));
        if (address.Region is { } region && region != Region) throw LambdaErrors.OtherRegion(region, Region);
        if (address.AccountId is { } account && account != AccountId) throw LambdaErrors.AccessDenied();
        return address;
    }

    /// <summary>The same, with the qualifier that name or parameter say.</summary>
    public FunctionAddress QualifiedAddress()
    {
        FunctionAddress address = Address();
        string? qualifier = Input.Text("Qualifier");
        if (qualifier is null || qualifier == address.Qualifier) return address;
        return address.Qualifier is null ? address with { Qualifier = qualifier } : throw LambdaErrors.QualifiersDiffer();
    }

    public string KeyOf(FunctionAddress address) => FunctionRecord.KeyOf(AccountId, Region, address.Name);

    public string ArnOf(FunctionAddress address) => Arns.Function(Region, AccountId, address.Name, address.Qualifier);

    /// <summary>The name after which a page begins; null for the first one.</summary>
    public string? Marker()
    {
        if (Input.Text("Marker") is not { Length: > 0 } marker) return null;
        return PageToken.TryParse(marker, out string? name) ? name : throw LambdaErrors.BadPageToken();
    }

    /// <summary>How many entries a page has.</summary>
    public int PageSize(int usual) => (int)Math.Min(Input.Number("MaxItems") ?? usual, usual);

    public void Json(int status, Action<Utf8JsonWriter> write) => Answer.WriteJson(status, write);

    public void Empty(int status) => Answer.WriteEmpty(status);
}
