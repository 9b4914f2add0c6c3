using System.Runtime.CompilerServices;
using ReplicatePS.Emulator;

// PowerShell finds a type by name only in assemblies that it imported itself: scripts that test with the emulator write
// [ReplicatePS.Emulator.Fault], which lies in an assembly beside this one.
[assembly: TypeForwardedTo(typeof(Fault))]
[assembly: TypeForwardedTo(typeof(EmulatorOptions))]
[assembly: TypeForwardedTo(typeof(ReplicateEmulator))]
