using System.Text.Json;

namespace Gateway.LambdaCompat.Http;

/// <summary>What events tell about who signed.</summary>
internal static class IamContext
{
    /// <summary>The member <c>authorizer</c> of function URLs and HTTP APIs.</summary>
    public static void WriteUrl(Utf8JsonWriter json, SignedCaller caller)
    {
        json.WriteStartObject();
        json.WriteStartObject("iam"u8);
        json.WriteString("accessKey"u8, caller.AccessKey);
        json.WriteString("accountId"u8, caller.AccountId);
        json.WriteString("callerId"u8, caller.UserId);
        json.WriteNull("cognitoIdentity"u8);
        json.WriteNull("principalOrgId"u8);
        json.WriteString("userArn"u8, caller.UserArn);
        json.WriteString("userId"u8, caller.UserId);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
