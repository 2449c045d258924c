using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Execution;

/// <summary>The tokens of the last ten minutes. Layout: docs/formats/tables.md.</summary>
/// <remarks>Source: doc transaction-apis (idempotency).</remarks>
internal sealed class TransactionTokens(IKeyValueStore store, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, byte> inProgress = new();

    /// <summary>Makes the token of a request.</summary>
    public static TransactionToken Of(Caller caller, string token, byte[] fingerprint)
    {
        KeyWriter writer = new(stackalloc byte[KeyWriter.UsualBytes]);
        try
        {
            writer.Space(KeySpace.Idempotency);
            writer.Terminated(Encoding.UTF8.GetBytes(caller.AccountId));
            writer.Terminated(Encoding.UTF8.GetBytes(caller.Region));
            writer.Terminated(Encoding.UTF8.GetBytes(token));
            return new TransactionToken(writer.ToArray(), fingerprint);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Looks a token up and, if it is new, takes it until <see cref="End"/>.</summary>
    public TokenState Begin(TransactionToken token)
    {
        if (!inProgress.TryAdd(NameOf(token), 0)) return TokenState.InProgress;

        TokenState state = StateOf(token);
        if (state != TokenState.New) End(token);
        return state;
    }

    /// <summary>Gives a token back after its transaction is durable, or was not done.</summary>
    public void End(TransactionToken token) => inProgress.TryRemove(NameOf(token), out _);

    /// <summary>Remembers that the token's transaction is done, in the transaction's own batch.</summary>
    public void Write(WriteBatch batch, TransactionToken token)
    {
        byte[] value = new byte[sizeof(long) + token.Fingerprint.Length];
        BinaryPrimitives.WriteInt64LittleEndian(value, (time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds());
        token.Fingerprint.CopyTo(value, sizeof(long));
        batch.Put(token.StoreKey, value);
    }

    /// <summary>Forgets tokens whose time is over.</summary>
    public void Sweep()
    {
        WriteBatch batch = new();
        using (IStoreSnapshot snapshot = store.Snapshot())
        using (IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(new byte[] { (byte)KeySpace.Idempotency })))
        {
            while (cursor.MoveNext())
            {
                if (!IsAlive(cursor.Value)) batch.Delete(cursor.Key);
            }
        }

        if (batch.Count > 0) store.Write(batch);
    }

    private static string NameOf(TransactionToken token) => Convert.ToBase64String(token.StoreKey);

    private TokenState StateOf(TransactionToken token)
    {
        byte[]? known = store.Get(token.StoreKey);
        if (known is null || !IsAlive(known)) return TokenState.New;
        return known.AsSpan(sizeof(long)).SequenceEqual(token.Fingerprint) ? TokenState.Done : TokenState.Mismatch;
    }

    private bool IsAlive(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt64LittleEndian(value) > time.GetUtcNow().ToUnixTimeMilliseconds();
}
