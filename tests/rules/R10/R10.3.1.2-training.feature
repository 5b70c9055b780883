@R10.3.1.2
Feature: R10.3.1.2 培训和考核
  Only who is trained and examined holds the duty.

  Background:
    Given the policy pack "hotline-duty"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       | qualified |
      | S01 | 王芳   | 04A1B2C3 | leader     | yes       |
      | S02 | 李强   | 04A1B2C4 | leader     | yes       |
      | S04 | 刘洋   | 04A1B2C6 | leader     | no        |
      | S09 | 周主任  | 04A1B2C9 | supervisor | yes       |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | A1 | 2026-03-02 08:00 | 2026-03-02 13:00 | S01    | S09        |
      | B1 | 2026-03-02 13:00 | 2026-03-02 18:00 | S04    | S09        |
      | A2 | 2026-03-03 08:00 | 2026-03-03 13:00 | S01    | S09        |
    And the time is "2026-03-02 12:20"
    And "S01" holds the duty

  Scenario: 未经培训考核不能接班 who is not may be in, and takes over nothing
    When "S04" taps at "12:50"
    Then the last record is "duty.clock-in" with:
      | field | value |
      | staff | S04   |
      | shift | B1    |
    When "S01" taps at "12:52"
    And "S04" taps at "12:52:05"
    Then the tap is refused as "not-entitled"
    And "S01" holds the duty

  Scenario: 排班时即提示 the roster says so beforehand
    Then the roster warns of "unqualified" for "S04" on "2026-03-02"
    And a notice about "unqualified" reaches "S09" by "12:30"

  Scenario: 合格的副手可以接班 a deputy who is trained may
    When "S09" names "S02" deputy for shift "B1" at "12:30"
    And "S02" taps at "12:45"
    And "S01" taps at "12:52"
    And "S02" taps at "12:52:05"
    Then "S02" holds the duty

  Scenario: 不合格的不能指定为副手 one who is not cannot be named
    When "S09" names "S04" deputy for shift "A2" at "12:30"
    Then the bridge refuses with "unqualified"

  Scenario: 只提示的单位 a house that only warns lets him take over
    Given the policy pack "hotline-duty" with:
      | parameter   | value |
      | unqualified | warn  |
    When "S04" taps at "12:50"
    And "S01" taps at "12:52"
    And "S04" taps at "12:52:05"
    Then "S04" holds the duty
