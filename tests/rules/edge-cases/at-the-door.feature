@R20.4 @R20.9
Feature: 门口多人同时刷卡 several people at the door
  Taps of others do not disturb a handover that waits for its second badge, and nobody signs who is not entitled.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S03 | 张敏   | 04A1B2C5 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C7 | operator   |
      | S06 | 杨磊   | 04A1B2C8 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start | end | leader | deputies | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01 |  | S05 | S09 |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02 |  | S06 | S09 |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S03 |  |  | S09 |
    And the sheets are complete
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty

  Scenario: 交接进行中另有人到岗 somebody else arrives during the pair of two
    When "S02" taps at "07:45"
    And "S01" taps at "07:52"
    And "S06" taps at "07:52:05"
    Then the last record is "duty.clock-in" with:
      | field | value |
      | staff | S06   |
      | shift | D1    |
    And "S01" holds the duty
    When "S02" taps at "07:52:10"
    Then "S02" holds the duty
    And there is 1 record "handover.confirmed"

  Scenario: 三人同时在门口 three people at the door, and only the two who hand over are in the record
    When "S02" taps at "07:52:00"
    And "S05" taps at "07:52:02"
    And "S01" taps at "07:52:04"
    And "S05" taps at "07:52:06"
    Then the tap is refused as "not-entitled"
    When "S02" taps at "07:52:10"
    Then the last record is "handover.confirmed" with:
      | field    | value |
      | outgoing | S01   |
      | incoming | S02   |

  Scenario: 无关人员不能代签 who is not entitled cannot sign in another one's stead
    When "S02" taps at "07:45"
    And "S01" taps at "07:52"
    And "S04" taps at "07:52:05"
    Then the tap is refused as "not-entitled"
    And "S01" holds the duty
    And there is no record "handover.confirmed"

  Scenario: 习惯性重复刷卡 a second tap out of habit means nothing
    When "S02" taps at "07:45:00"
    And "S02" taps at "07:45:02"
    Then the signal is "accepted"
    And there is no record "tap.refused"
    And there is no record "duty.clock-out"
    And "S02" is in

  Scenario: 刚签到又刷卡 a little later it is refused and still no clock-out
    When "S02" taps at "07:45:00"
    And "S02" taps at "07:45:30"
    Then the tap is refused as "already-in"
    And "S02" is in
    And there is no record "duty.clock-out"
