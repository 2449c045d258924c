using System.Security.Cryptography;
using System.Text;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Tables;

/// <summary>What may be asked for as encryption. It is kept and shown; the store is as encrypted as its disk.</summary>
internal static class EncryptionRules
{
    /// <summary>Reads an SSESpecification.</summary>
    /// <returns>The ARN of the key; null for the one that AWS owns, which is not shown.</returns>
    public static string? Read(WireStructure specification, Caller caller)
    {
        string? type = specification.Text("SSEType");
        string? key = specification.Text("KMSMasterKeyId");
        if (type == "AES256") throw new WireException(DynamoErrors.EncryptionTypeAes);
        if (specification.Flag("Enabled") == false)
        {
            if (type is not null) throw new WireException(DynamoErrors.EncryptionTypeWhenOff);
            return key is null ? null : throw new WireException(DynamoErrors.EncryptionKeyWhenOff);
        }

        if (key is not null && type is null) throw new WireException(DynamoErrors.EncryptionKeyNeedsType);
        if (specification.Flag("Enabled") is null && type is null) return null;
        return ArnOf(key, caller);
    }

    private static string ArnOf(string? key, Caller caller)
    {
        string prefix = $"arn:aws:kms:{caller.Region}:{caller.AccountId}:";
        if (key is null or "alias/aws/dynamodb" || key == prefix + "alias/aws/dynamodb")
        {
            // AWS's own key of an account has an id that is always the same.
            Guid id = new(SHA256.HashData(Encoding.UTF8.GetBytes(prefix)).AsSpan(0, 16));
            return $"{prefix}key/{id}";
        }

        if (key.StartsWith("arn:", StringComparison.Ordinal)) return key;
        return key.StartsWith("alias/", StringComparison.Ordinal) ? prefix + key : $"{prefix}key/{key}";
    }
}
