using Gateway.Storage.RocksDb;
using Gateway.Testing.Contracts;

namespace Gateway.Storage.Tests.RocksDb;

public sealed class RocksDbContractTests : KeyValueStoreContract
{
    protected override IKeyValueStore Open(string folder) => RocksDbStore.Open(folder);
}
