using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using nanoFramework.TestFramework;

namespace DutyKiosk.Firmware.Tests;

/// <summary>Sets a test class up before its first test, and cleans all of them up after the last test.</summary>
public sealed class NanoClasses : IDisposable
{
    private readonly Dictionary<Type, ExceptionDispatchInfo?> _setUp = [];

    /// <summary>Sets the class up if this is its first test. Where that failed, it fails for every test of the class.</summary>
    public void SetUp(Type type)
    {
        if (!_setUp.TryGetValue(type, out ExceptionDispatchInfo? failure))
        {
            try
            {
                NanoTest.Call(type, typeof(SetupAttribute));
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }

            _setUp.Add(type, failure);
        }

        failure?.Throw();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Type type in _setUp.Keys)
        {
            NanoTest.Call(type, typeof(CleanupAttribute));
        }
    }
}
