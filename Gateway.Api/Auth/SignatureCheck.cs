using Gateway.Api.Listeners;
using Gateway.LambdaCompat.Http;
using Gateway.Wire.Faces;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gateway.Api.Auth;

/// <summary>Checks signatures of end users' requests, for what of the front is not open to all.</summary>
internal sealed class SignatureCheck(KeyRing ring, SessionKeys sessions, SigV4Verifier verifier) : ISignatureCheck
{
    public SignedCaller? Check(FaceRequest request, string service)
    {
        ArgumentNullException.ThrowIfNull(request);
        HeaderDictionary headers = [];
        foreach ((string name, string value) in request.Headers) headers[name] = StringValues.Concat(headers[name], value);
        SignedRequest signed = new(request.Method, request.Path, request.Query, headers, request.Body);
        if (ring.Required is not { } keys)
        {
            // Nobody has keys: whoever signs at all is taken by the word.
            ReadOnlySpan<char> credential = SignatureClaim.CredentialOf(signed);
            int slash = credential.IndexOf('/');
            if (slash <= 0) return null;
            string id = credential[..slash].ToString();
            return CallerOf(id, sessions.Find(id, headers["X-Amz-Security-Token"].ToString())?.AccountId ?? request.AccountId);
        }

        AnswerBuffer scratch = new();
        try
        {
            return verifier.Verify(signed, keys, service, scratch, out AccessKey? key, out _) is null ? CallerOf(key!.Id, key.AccountId) : null;
        }
        finally
        {
            scratch.Release();
        }
    }

    private static SignedCaller CallerOf(string accessKeyId, string account) => new(account, accessKeyId, account, $"arn:aws:iam::{account}:root");
}
