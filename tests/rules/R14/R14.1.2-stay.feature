@R14.1.2
Feature: R14.1.2 坚守岗位,不得擅离职守
  Who steps away badges out and in again. The duty stays his, and a desk that is empty for longer than five minutes is told.

  Background:
    Given the policy pack "community"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S05  | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    |      | S09        |
    And the time is "2026-03-02 09:45"
    And "S02" holds the duty
    And "S05" is in

  Scenario: 短时离开刷卡登记 away for four minutes: noted, and no fault
    When "S02" taps at "10:00"
    Then the signal is "away"
    And "S02" is away
    And "S02" holds the duty
    When "S02" taps at "10:04"
    Then the signal is "back"
    And the last record is "away.ended" with:
      | field   | value |
      | staff   | S02   |
      | seconds | 240   |
    And "S02" is in
    When the time is "10:10"
    Then no notice about "unattended" is sent

  Scenario: 离岗过久通知领导 away for longer: the desk is unattended
    When "S02" taps at "10:00"
    And the time is "10:04"
    Then no notice about "unattended" is sent
    And a notice about "unattended" reaches "S09" by "10:06"
    And "S02" holds the duty

  Scenario: 允许离开十五分钟的岗位 a house that allows a quarter of an hour
    Given the policy pack "community" with:
      | parameter          | value |
      | unattendedAfterMin | 15    |
    When "S02" taps at "10:00"
    And the time is "10:14"
    Then no notice about "unattended" is sent
    And a notice about "unattended" reaches "S09" by "10:16"

  Scenario: 离开不是下班 stepping away is not leaving
    When "S05" taps at "10:00"
    Then the last record is "away.started" with:
      | field | value |
      | staff | S05   |
    When "S05" taps at "10:30"
    Then there is no record "duty.clock-out"
    And no notice about "unattended" is sent
    And the ledger of "S05" for "2026-03" is empty

  Scenario: 不登记离开的岗位不得走开 a house that knows no stepping away refuses it to the holder
    Given the policy pack "community" with:
      | parameter | value |
      | away      | false |
    When "S02" taps at "10:00"
    Then the tap is refused as "window-closed"
    And "S02" is in
