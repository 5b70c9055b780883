using System;
using System.Device.Pwm;
using nanoFramework.Hardware.Esp32;
using Esp32 = nanoFramework.Hardware.Esp32.Configuration;

namespace DutyKiosk.Terminal.Buzzer
{
    /// <summary>The passive buzzer on a PWM channel.</summary>
    public sealed class Sounder
    {
        private readonly PwmChannel _channel;
        private int _hz;

        /// <summary>Maps the pin and opens its channel.</summary>
        public Sounder()
        {
            // No PWM channel is mapped to a pin at the start, and CreateFromPin answers null for an unmapped one.
            Esp32.SetPinFunction(Board.Buzzer, DeviceFunction.PWM1);
            PwmChannel? channel = PwmChannel.CreateFromPin(Board.Buzzer, 1000, 0.5);
            if (channel == null)
            {
                throw new InvalidOperationException("The buzzer's pin has no PWM channel: check Board.Buzzer.");
            }

            _channel = channel;
        }

        /// <summary>Sounds a frequency in hertz; 0 is silence.</summary>
        public void Sound(int hz)
        {
            if (hz == _hz)
            {
                return;
            }

            if (hz == 0)
            {
                _channel.Stop();
            }
            else
            {
                _channel.Frequency = hz;
                _channel.DutyCycle = 0.5;
                _channel.Start();
            }

            _hz = hz;
        }
    }
}
