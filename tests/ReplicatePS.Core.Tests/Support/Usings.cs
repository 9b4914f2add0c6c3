global using Xunit;

// Clocks that run by themselves take work on other threads for waiting, and memory is counted for the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
