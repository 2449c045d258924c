using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetFunction: configuration, a link to the code, tags. Source: model GetFunctionRequest; doc API_GetFunction.</summary>
internal sealed class GetFunction(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        (FunctionRecord function, VersionRecord version) = services.Functions.GetVersion(call, address);
        call.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("Configuration"u8);
            FunctionWriter.WriteMembers(json, function, version, call.ArnOf(address), services.ViewOf(version));
            json.WriteEndObject();
            json.WriteStartObject("Code"u8);
            json.WriteString("RepositoryType"u8, "S3"u8);
            json.WriteString("Location"u8, services.DownloadUrl(call, version.CodeHash));
            json.WriteEndObject();
            if (function.Tags.Count > 0)
            {
                json.WriteStartObject("Tags"u8);
                foreach ((string name, string value) in function.Tags) json.WriteString(name, value);
                json.WriteEndObject();
            }

            if (function.ReservedConcurrency is { } reserved)
            {
                json.WriteStartObject("Concurrency"u8);
                json.WriteNumber("ReservedConcurrentExecutions"u8, reserved);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}
