using System.Text.Json;
using Gateway.Wire.Answers;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Functions;

/// <summary>Function URLs: of a function, or of an alias.</summary>
internal static class UrlRules
{
    /// <summary>The key of a request's URL among those of the function.</summary>
    public static string KeyOf(FunctionAddress address) => address.Qualifier ?? "";

    /// <summary>Takes over a CORS structure; null stays.</summary>
    public static FunctionUrlCors? CorsOf(WireInput? cors, FunctionUrlCors? before) => cors is null
        ? before
        : new FunctionUrlCors
        {
            AllowCredentials = cors.Flag("AllowCredentials"),
            AllowHeaders = cors.Texts("AllowHeaders"),
            AllowMethods = cors.Texts("AllowMethods"),
            AllowOrigins = cors.Texts("AllowOrigins"),
            ExposeHeaders = cors.Texts("ExposeHeaders"),
            MaxAge = cors.Int("MaxAge"),
        };

    /// <summary>The URL as the front knows it.</summary>
    public static FunctionUrl ToPublic(FunctionRecord function, string key, UrlRecord url) => new()
    {
        UrlId = url.UrlId,
        AccountId = function.AccountId,
        Region = function.Region,
        FunctionName = function.Name,
        Qualifier = key.Length == 0 ? null : key,
        AuthType = url.AuthType,
        InvokeMode = url.InvokeMode ?? "BUFFERED",
        Cors = url.Cors,
        IsPublic = PolicyRules.LetsEverybodyCallUrl(function.Policies.GetValueOrDefault(key)),
    };

    /// <summary>Refuses when there is no such function or alias.</summary>
    public static FunctionRecord Existing(FunctionRecord? function, FunctionAddress address) =>
        function is not null && (address.Qualifier is null || function.FindAlias(address.Qualifier) is not null) ? function : throw LambdaErrors.UrlFunctionMissing();

    /// <summary>Writes a configuration.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="function">The function.</param>
    /// <param name="key">The alias, or empty.</param>
    /// <param name="url">The URL.</param>
    /// <param name="isNew">An answer to its making has fewer members.</param>
    public static void Write(Utf8JsonWriter json, FunctionRecord function, string key, UrlRecord url, bool isNew = false)
    {
        json.WriteStartObject();
        json.WriteString("FunctionUrl"u8, url.Url);
        json.WriteString("FunctionArn"u8, Arns.Function(function.Region, function.AccountId, function.Name, key));
        json.WriteString("AuthType"u8, url.AuthType);
        if (url.Cors is { } cors) WriteCors(json, cors);
        json.WriteString("CreationTime"u8, WireTime.Iso(url.CreatedAt));
        if (!isNew) json.WriteString("LastModifiedTime"u8, WireTime.Iso(url.LastModified));
        if ((url.InvokeMode ?? (isNew ? null : "BUFFERED")) is { } mode) json.WriteString("InvokeMode"u8, mode);
        json.WriteEndObject();
    }

    private static void WriteCors(Utf8JsonWriter json, FunctionUrlCors cors)
    {
        json.WriteStartObject("Cors"u8);
        if (cors.AllowCredentials is { } credentials) json.WriteBoolean("AllowCredentials"u8, credentials);
        if (cors.AllowHeaders is { } headers) FunctionWriter.WriteTexts(json, "AllowHeaders"u8, headers);
        if (cors.AllowMethods is { } methods) FunctionWriter.WriteTexts(json, "AllowMethods"u8, methods);
        if (cors.AllowOrigins is { } origins) FunctionWriter.WriteTexts(json, "AllowOrigins"u8, origins);
        if (cors.ExposeHeaders is { } exposed) FunctionWriter.WriteTexts(json, "ExposeHeaders"u8, exposed);
        if (cors.MaxAge is { } age) json.WriteNumber("MaxAge"u8, age);
        json.WriteEndObject();
    }
}
