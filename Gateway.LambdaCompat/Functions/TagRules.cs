using Gateway.LambdaCompat.Operations;

namespace Gateway.LambdaCompat.Functions;

/// <summary>Tags belong to functions, not to versions or aliases.</summary>
internal static class TagRules
{
    public const int TagsMax = 50;

    /// <summary>The function that an ARN names.</summary>
    public static FunctionAddress AddressOf(LambdaCall call)
    {
        string arn = call.Input.Required("Resource");
        if (!arn.Contains(":function:", StringComparison.Ordinal)) throw LambdaErrors.ResourceMissing();
        FunctionAddress address = call.AddressOf(arn);
        return address.Qualifier is null ? address : throw LambdaErrors.TagsOfQualified();
    }
}
