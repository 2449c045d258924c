[assembly: AssemblyFixture(typeof(ServiceUnderTest))]
